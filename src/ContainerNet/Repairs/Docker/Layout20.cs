using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>The rules of Docker 20.10 to 27 in the order of a host that was never damaged.</summary>
internal sealed class Layout20
{
    private const string Filter = "filter";
    private const string Nat = "nat";
    private const string Docker = "DOCKER";
    private const string Stage1 = "DOCKER-ISOLATION-STAGE-1";
    private const string Stage2 = "DOCKER-ISOLATION-STAGE-2";
    private const string User = "DOCKER-USER";

    private readonly ContainerEngine _engine;
    private readonly AddressFamily _family;
    private readonly IReadOnlyList<DockerNetwork> _networks;
    private readonly IReadOnlyList<DockerPort> _ports;
    private readonly List<ExpectedRule> _rules = [];
    private readonly HashSet<ExpectedRule> _seen = [];

    public Layout20(
        ContainerEngine engine, AddressFamily family, IReadOnlyList<DockerNetwork> networks, IReadOnlyList<DockerPort> ports)
    {
        _engine = engine;
        _family = family;
        _networks = networks;
        _ports = ports;
    }

    /// <summary>The chains; before 23 there was no DOCKER-USER for IPv6.</summary>
    public IReadOnlyList<(string Table, string Chain)> Chains => HasUser
        ? [(Filter, Docker), (Filter, Stage1), (Filter, Stage2), (Filter, User), (Nat, Docker)]
        : [(Filter, Docker), (Filter, Stage1), (Filter, Stage2), (Nat, Docker)];

    private bool HasUser => _family == AddressFamily.IPv4 || _engine.Major >= 23;

    private bool Hairpin => !_engine.Options.UserlandProxy;

    private IEnumerable<DockerNetwork> Routed => _networks.Where(n => n.Subnet is not null && !n.Network.Internal);

    public IReadOnlyList<ExpectedRule> Rules()
    {
        Forward();
        FilterPorts();
        Isolation();
        NatJumps();
        Masquerade();
        Translation();
        return _rules;
    }

    private void Forward()
    {
        if (HasUser)
        {
            Insert(Filter, "FORWARD", $"-j {User}", 0);
        }

        Insert(Filter, "FORWARD", $"-j {Stage1}", 1);
        foreach (DockerNetwork network in _networks.Where(n => n.Subnet is not null))
        {
            string bridge = network.Bridge;
            if (!network.Network.Internal)
            {
                Insert(Filter, "FORWARD", $"-o {bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", 2);
                Insert(Filter, "FORWARD", $"-o {bridge} -j {Docker}", 2);
                Insert(Filter, "FORWARD", $"-i {bridge} ! -o {bridge} -j ACCEPT", 2);
            }

            if (network.Network.Icc)
            {
                Insert(Filter, "FORWARD", $"-i {bridge} -o {bridge} -j ACCEPT", 2);
            }
        }

        // Appended, so the oldest bridge comes first.
        foreach (DockerNetwork network in _networks.Reverse().Where(n => n.Subnet is not null && !n.Network.Icc))
        {
            Append(Filter, "FORWARD", $"-i {network.Bridge} -o {network.Bridge} -j DROP", 3);
        }
    }

    private void FilterPorts()
    {
        foreach (DockerPort port in _ports)
        {
            Append(
                Filter, Docker,
                $"-d {Host(port.Address)} ! -i {port.Bridge} -o {port.Bridge} {Transport(port, port.Port)} -j ACCEPT", 0);
        }
    }

    private void Isolation()
    {
        foreach (DockerNetwork network in _networks)
        {
            string bridge = network.Bridge;
            if (!network.Network.Internal)
            {
                Insert(Filter, Stage1, $"-i {bridge} ! -o {bridge} -j {Stage2}", 0);
                Insert(Filter, Stage2, $"-o {bridge} -j DROP", 0);
            }
            else if (network.Subnet is { } subnet)
            {
                // From 26 on the IPv6 form leaves alone what stays on the bridge, or neighbour discovery would fail.
                bool sparing = _family == AddressFamily.IPv6 && _engine.Major >= 26;
                Insert(Filter, Stage1, $"! -s {subnet} {(sparing ? $"! -i {bridge} " : "")}-o {bridge} -j DROP", 0);
                Insert(Filter, Stage1, $"! -d {subnet} -i {bridge} {(sparing ? $"! -o {bridge} " : "")}-j DROP", 0);
            }
        }

        Append(Filter, Stage1, "-j RETURN", 1);
        Append(Filter, Stage2, "-j RETURN", 1);
        if (HasUser)
        {
            _rules.Add(new ExpectedRule
            {
                Table = Filter, Chain = User, Text = "-j RETURN", Appended = true, OnlyIfEmpty = true,
            });
        }
    }

    private void NatJumps()
    {
        string loopback = _family == AddressFamily.IPv4 ? "127.0.0.0/8" : "::1/128";
        Append(Nat, "PREROUTING", $"-m addrtype --dst-type LOCAL -j {Docker}", 0);
        Append(Nat, "OUTPUT", $"{(Hairpin ? "" : $"! -d {loopback} ")}-m addrtype --dst-type LOCAL -j {Docker}", 0);
    }

    private void Masquerade()
    {
        foreach (DockerNetwork network in Routed)
        {
            string source = SourceAddress(network) is { } address ? $"SNAT --to-source {address}" : "MASQUERADE";
            if (Hairpin)
            {
                Insert(Nat, "POSTROUTING", $"-o {network.Bridge} -m addrtype --src-type LOCAL -j {source}", 0);
            }

            if (network.Network.Masquerade)
            {
                Insert(Nat, "POSTROUTING", $"-s {network.Subnet} ! -o {network.Bridge} -j {source}", 0);
            }
        }

        foreach (DockerPort port in _ports)
        {
            string host = Host(port.Address);
            Append(Nat, "POSTROUTING", $"-s {host} -d {host} {Transport(port, port.Port)} -j MASQUERADE", 0);
        }
    }

    private void Translation()
    {
        foreach (DockerNetwork network in Routed.Where(n => !Hairpin && n.Network.Masquerade))
        {
            Insert(Nat, Docker, $"-i {network.Bridge} -j RETURN", 0);
        }

        foreach (DockerPort port in _ports)
        {
            string to = port.HostAddress is { } address ? $"-d {Host(address)} " : "";
            string from = Hairpin ? "" : $"! -i {port.Bridge} ";
            IPEndPoint target = new(port.Address, port.Port);
            Append(
                Nat, Docker, $"{to}{from}{Transport(port, port.HostPort)} -j DNAT --to-destination {target}", 1);
        }
    }

    private IPAddress? SourceAddress(DockerNetwork network)
    {
        string key = _family == AddressFamily.IPv4 ? "com.docker.network.host_ipv4" : "com.docker.network.host_ipv6";
        return network.Network.Options.TryGetValue(key, out string? text) && IPAddress.TryParse(text, out IPAddress? address)
            ? address
            : null;
    }

    private static string Transport(DockerPort port, int number)
    {
        string protocol = port.Protocol switch
        {
            Protocol.Udp => "udp",
            Protocol.Sctp => "sctp",
            _ => "tcp",
        };
        return string.Create(CultureInfo.InvariantCulture, $"-p {protocol} -m {protocol} --dport {number}");
    }

    private static string Host(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"{address}/128" : $"{address}/32";

    private void Insert(string table, string chain, string text, int rank) => Add(table, chain, text, rank, appended: false);

    private void Append(string table, string chain, string text, int rank) => Add(table, chain, text, rank, appended: true);

    /// <summary>The engine looks before it writes, so no rule stands twice.</summary>
    private void Add(string table, string chain, string text, int rank, bool appended)
    {
        ExpectedRule rule = new() { Table = table, Chain = chain, Text = text, Rank = rank, Appended = appended };
        if (_seen.Add(rule))
        {
            _rules.Add(rule);
        }
    }
}
