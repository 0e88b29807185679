using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>The rules of Docker 28.0.1 to 29 with iptables (libnetwork/drivers/bridge/internal/iptabler): a chain of its own for
/// what is forwarded, a drop for what is not published, and another in raw PREROUTING for what goes to a container's address
/// directly. 29 has no isolation between its networks any more.</summary>
internal sealed class Layout28 : IptablesLayout
{
    private const string Forward = "DOCKER-FORWARD";
    private const string Bridges = "DOCKER-BRIDGE";
    private const string Tracked = "DOCKER-CT";
    private const string Inner = "DOCKER-INTERNAL";

    private static readonly Version s_skipOfRouted = new(28, 0, 2);
    private static readonly Version s_rawByAddress = new(28, 2);
    private static readonly Version s_emptyUser = new(28, 2, 2);

    private readonly bool _isolates;

    public Layout28(DockerFacts facts)
        : base(facts) => _isolates = facts.Engine.Major < 29;

    public override IReadOnlyList<(string Table, string Chain)> Chains =>
    [
        (Filter, Docker), (Filter, Bridges), (Filter, Tracked), (Filter, Forward),
        .. _isolates ? [(Filter, Stage1), (Filter, Stage2)] : new[] { (Filter, Inner) },
        (Filter, User), (Nat, Docker),
    ];

    protected override void Write()
    {
        Insert(Filter, "FORWARD", $"-j {User}", 0);
        Insert(Filter, "FORWARD", $"-j {Forward}", 1);
        Insert(Filter, Forward, $"-j {Tracked}", 1);
        Insert(Filter, Forward, $"-j {(_isolates ? Stage1 : Inner)}", 2);
        Insert(Filter, Forward, $"-j {Bridges}", 3);
        if (Facts.Engine.Options.BridgeAcceptFwmark is { } mark && Facts.Engine.Major >= 29 && Facts.Networks.Count > 0
            && FirewallMark.TryParse(mark, out uint value, out uint? mask))
        {
            Insert(Filter, Forward, $"-m mark --mark 0x{value:x}{(mask is uint bits ? $"/0x{bits:x}" : "")} -j ACCEPT", 0);
        }

        if (Facts.Version < s_emptyUser)
        {
            ReturnOfUser();
        }

        Ports();
        foreach (DockerNetwork network in Facts.Networks.Reverse().Where(n => n.Subnet is not null))
        {
            Network(network);
        }

        Isolation();
        NatJumps();
        Masquerade();
        if (Hairpin)
        {
            MasqueradeOwnPorts();
        }

        Translation();
        DirectAccess();
    }

    /// <summary>Inserted, so the youngest comes first, before the drop of its bridge.</summary>
    private void Ports()
    {
        foreach (DockerPort port in Facts.Ports.Reverse().Where(p => !p.Unprotected))
        {
            Insert(Filter, Docker, ToPort(port), 0, port.Bridge);
        }
    }

    /// <summary>Appended, so the oldest bridge comes first.</summary>
    private void Network(DockerNetwork network)
    {
        string bridge = network.Bridge;
        if (!network.Network.Icc || network.Network.Internal)
        {
            Append(Filter, Forward, $"-i {bridge} -o {bridge} -j {(network.Network.Icc ? "ACCEPT" : "DROP")}", 4);
        }

        if (network.Network.Internal)
        {
            return;
        }

        Append(Filter, Forward, $"-i {bridge} {(network.Network.Icc ? "" : $"! -o {bridge} ")}-j ACCEPT", 4);
        if (network.Routed)
        {
            string icmp = Facts.Family == AddressFamily.IPv4 ? "icmp" : "ipv6-icmp";
            Append(Filter, Docker, $"-o {bridge} -p {icmp} -j ACCEPT", 1, bridge);
        }

        Append(Filter, Docker, $"! -i {bridge} -o {bridge} -j {(network.Unprotected ? "ACCEPT" : "DROP")}", 2, bridge);
        Append(Filter, Tracked, $"-o {bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", 0);
        Append(Filter, Bridges, $"-o {bridge} -j {Docker}", 0);
    }

    private void Isolation()
    {
        string inner = _isolates ? Stage1 : Inner;
        foreach (DockerNetwork network in Facts.Networks.Where(n => n.Subnet is not null))
        {
            string bridge = network.Bridge;
            if (network.Network.Internal)
            {
                bool sparing = Facts.Family == AddressFamily.IPv6;
                Insert(Filter, inner, $"! -s {network.Subnet} {(sparing ? $"! -i {bridge} " : "")}-o {bridge} -j DROP", 0);
                Insert(Filter, inner, $"! -d {network.Subnet} -i {bridge} {(sparing ? $"! -o {bridge} " : "")}-j DROP", 0);
            }
            else if (_isolates)
            {
                if (network.Routed)
                {
                    Insert(Filter, Stage1, $"-i {bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", 0);
                    Insert(Filter, Stage1, $"-o {bridge} -j RETURN", 0);
                }

                Insert(Filter, Stage2, $"-o {bridge} -j DROP", 0);
            }
        }

        foreach (DockerNetwork network in Forwarded.Reverse().Where(_ => _isolates))
        {
            Append(Filter, Stage1, $"-i {network.Bridge} ! -o {network.Bridge} -j {Stage2}", 1);
        }
    }

    private void Translation()
    {
        foreach (DockerNetwork network in Forwarded.Where(Skips))
        {
            Insert(Nat, Docker, $"-i {network.Bridge} -j RETURN", 0);
        }

        string sources = Facts.Family == AddressFamily.IPv6 ? "! -s fe80::/10 " : "";
        foreach (DockerPort port in Facts.Ports.Where(p => p.HostPort > 0))
        {
            Translate(port, sources);
        }
    }

    /// <summary>Are a network's own packets left to docker-proxy? Also without masquerading where it is routed, in 28.0.1.</summary>
    private bool Skips(DockerNetwork network) => _isolates && (Facts.Version < s_skipOfRouted
        ? network.Routed || (network.Network.Masquerade && !Hairpin)
        : network.Network.Masquerade && !Hairpin);

    private void DirectAccess()
    {
        if (Facts.Version < s_rawByAddress)
        {
            foreach (DockerPort port in Facts.Ports.Where(p => p is { Unprotected: false, Routed: false } && !Facts.WithoutRaw))
            {
                Append(Raw, "PREROUTING", $"-d {Host(port.Address)} ! -i {port.Bridge} {Transport(port, port.Port)} -j DROP", 0);
            }
        }
        else if (!Facts.WithoutRaw && !Facts.Engine.Options.AllowDirectRouting)
        {
            foreach (DockerEndpoint endpoint in Facts.Endpoints)
            {
                string host = Host(endpoint.Address);
                foreach (string trusted in endpoint.Network.TrustedInterfaces)
                {
                    Append(Raw, "PREROUTING", $"-d {host} -i {trusted} -j ACCEPT", 0, host);
                }

                Append(Raw, "PREROUTING", $"-d {host} ! -i {endpoint.Network.Bridge} -j DROP", 1, host);
            }
        }

        // Loopback addresses of IPv6 are never routed.
        foreach (DockerPort port in Facts.Ports.Where(p => p.IsOnIPv4Loopback && !Facts.WithoutRaw))
        {
            Append(Raw, "PREROUTING", $"-d {Host(port.HostAddress!)} ! -i lo {Transport(port, port.HostPort)} -j DROP", 0);
        }
    }
}
