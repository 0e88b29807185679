using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>Writes down the iptables rules of one family in the order of a host that was never damaged.</summary>
internal abstract class IptablesLayout
{
    protected const string Filter = "filter";
    protected const string Nat = "nat";
    protected const string Raw = "raw";
    protected const string Mangle = "mangle";
    protected const string Docker = "DOCKER";
    protected const string Stage1 = "DOCKER-ISOLATION-STAGE-1";
    protected const string Stage2 = "DOCKER-ISOLATION-STAGE-2";
    protected const string User = "DOCKER-USER";

    private readonly List<ExpectedRule> _rules = [];
    private readonly HashSet<ExpectedRule> _seen = [];

    protected IptablesLayout(DockerFacts facts) => Facts = facts;

    /// <summary>The chains, in the order of making.</summary>
    public abstract IReadOnlyList<(string Table, string Chain)> Chains { get; }

    /// <summary>What the rules are written for.</summary>
    protected DockerFacts Facts { get; }

    /// <summary>Without a userland proxy the kernel alone leads a host's own packets to its ports.</summary>
    protected bool Hairpin => !Facts.Engine.Options.UserlandProxy;

    /// <summary>Networks that packets are forwarded to and from, the newest first.</summary>
    protected IEnumerable<DockerNetwork> Forwarded => Facts.Networks.Where(n => n.Subnet is not null && !n.Network.Internal);

    /// <summary>The rules.</summary>
    public IReadOnlyList<ExpectedRule> Rules()
    {
        Write();
        return _rules;
    }

    /// <summary>Writes them.</summary>
    protected abstract void Write();

    /// <summary>The jumps to DOCKER of what is sent to an address of the host.</summary>
    protected void NatJumps()
    {
        string loopback = Facts.Family == AddressFamily.IPv4 ? "127.0.0.0/8" : "::1/128";
        Append(Nat, "PREROUTING", $"-m addrtype --dst-type LOCAL -j {Docker}", 0);
        Append(Nat, "OUTPUT", $"{(Hairpin ? "" : $"! -d {loopback} ")}-m addrtype --dst-type LOCAL -j {Docker}", 0);
    }

    /// <summary>What a network's packets get as their source on the way out, and those of the host on the way in.</summary>
    protected void Masquerade()
    {
        foreach (DockerNetwork network in Forwarded)
        {
            string source = network.SourceAddress(Facts.Family) is { } address ? $"SNAT --to-source {address}" : "MASQUERADE";
            if (Hairpin)
            {
                Insert(Nat, "POSTROUTING", $"-o {network.Bridge} -m addrtype --src-type LOCAL -j {source}", 0);
            }

            if (network.Network.Masquerade && !network.Routed)
            {
                Insert(Nat, "POSTROUTING", $"-s {network.Subnet} ! -o {network.Bridge} -j {source}", 0);
            }
        }
    }

    /// <summary>A container that reaches its own published port must not see its own address as the source.</summary>
    protected void MasqueradeOwnPorts()
    {
        foreach (DockerPort port in Facts.Ports.Where(p => p.HostPort > 0))
        {
            string host = Host(port.Address);
            Append(Nat, "POSTROUTING", $"-s {host} -d {host} {Transport(port, port.Port)} -j MASQUERADE", 0);
        }
    }

    /// <summary>The rule that leads a published port to its container.</summary>
    protected void Translate(DockerPort port, string sources)
    {
        string to = port.HostAddress is { } address ? $"-d {Host(address)} " : "";
        string from = Hairpin ? "" : $"! -i {port.Bridge} ";
        IPEndPoint target = new(port.Address, port.Port);
        Append(Nat, Docker, $"{sources}{to}{from}{Transport(port, port.HostPort)} -j DNAT --to-destination {target}", 1);
    }

    /// <summary>The packets of a published port, once translated.</summary>
    protected static string ToPort(DockerPort port) =>
        $"-d {Host(port.Address)} ! -i {port.Bridge} -o {port.Bridge} {Transport(port, port.Port)} -j ACCEPT";

    protected static string Transport(DockerPort port, int number)
    {
        string protocol = port.Protocol switch
        {
            Protocol.Udp => "udp",
            Protocol.Sctp => "sctp",
            _ => "tcp",
        };
        return string.Create(CultureInfo.InvariantCulture, $"-p {protocol} -m {protocol} --dport {number}");
    }

    protected static string Host(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"{address}/128" : $"{address}/32";

    protected void Insert(string table, string chain, string text, int rank, string group = "") =>
        Add(new ExpectedRule { Table = table, Chain = chain, Text = text, Rank = rank, Group = group });

    protected void Append(string table, string chain, string text, int rank, string group = "") =>
        Add(new ExpectedRule { Table = table, Chain = chain, Text = text, Rank = rank, Group = group, Appended = true });

    /// <summary>The rule that older engines write into the administrator's chain.</summary>
    protected void ReturnOfUser() => Add(new ExpectedRule
    {
        Table = Filter, Chain = User, Text = "-j RETURN", Appended = true, OnlyIfEmpty = true,
    });

    /// <summary>The engine looks before it writes, so no rule stands twice.</summary>
    private void Add(ExpectedRule rule)
    {
        if (_seen.Add(rule))
        {
            _rules.Add(rule);
        }
    }
}
