using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>The rules of Docker 29 with its nftables backend (libnetwork/drivers/bridge/internal/nftabler): one table a family, a
/// set of chains for each bridge, and maps that lead from an interface to them.</summary>
internal sealed class NftLayout
{
    /// <summary>The table, of family ip and ip6.</summary>
    public const string Table = "docker-bridges";

    private const string Translated = "nat-prerouting-and-output";
    private const string Raw = "raw-PREROUTING";

    private static readonly string[] s_jumps =
        ["filter-forward-in", "filter-forward-out", "nat-postrouting-in", "nat-postrouting-out"];

    private readonly DockerFacts _facts;
    private readonly string _ip;
    private readonly bool _hairpin;
    private readonly List<ExpectedRule> _rules = [];
    private readonly HashSet<ExpectedRule> _seen = [];

    public NftLayout(DockerFacts facts)
    {
        _facts = facts;
        _ip = facts.Family == AddressFamily.IPv4 ? "ip" : "ip6";
        _hairpin = !facts.Engine.Options.UserlandProxy;
        Hooks();
        foreach (DockerNetwork network in Networks)
        {
            Forward(network);
            Masquerade(network);
        }

        Ports();
        DirectAccess();
    }

    /// <summary>The chains that a hook calls, with what nft --numeric-priority says of them; and the others, with null.</summary>
    public IReadOnlyList<(string Name, string? Hook)> Chains =>
    [
        ("filter-FORWARD", "type filter hook forward priority 0; policy accept;"),
        ("nat-OUTPUT", "type nat hook output priority -100; policy accept;"),
        ("nat-POSTROUTING", "type nat hook postrouting priority 100; policy accept;"),
        ("nat-PREROUTING", "type nat hook prerouting priority -100; policy accept;"),
        (Translated, null),
        (Raw, "type filter hook prerouting priority -300; policy accept;"),
        .. Networks.SelectMany(n => s_jumps.Select(jump => ($"{jump}__{n.Bridge}", (string?)null))),
    ];

    /// <summary>The maps, all from the name of an interface to a verdict.</summary>
    public static IReadOnlyList<string> Maps { get; } = [.. s_jumps.Select(jump => jump + "-jumps")];

    /// <summary>Their entries.</summary>
    public IEnumerable<(string Map, string Key, string Value)> Elements =>
        from network in Networks
        from jump in s_jumps
        select ($"{jump}-jumps", network.Bridge, $"jump {jump}__{network.Bridge}");

    /// <summary>The rules as nft prints them, without what its counters have counted.</summary>
    public IReadOnlyList<ExpectedRule> Rules => _rules;

    private IEnumerable<DockerNetwork> Networks => _facts.Networks.Reverse().Where(n => n.Subnet is not null);

    private void Hooks()
    {
        Add("filter-FORWARD", "oifname vmap @filter-forward-in-jumps", 0);
        Add("filter-FORWARD", "iifname vmap @filter-forward-out-jumps", 1);
        string loopback = _facts.Family == AddressFamily.IPv4 ? "ip daddr != 127.0.0.0/8 " : "ip6 daddr != ::1 ";
        Add("nat-OUTPUT", $"{(_hairpin ? "" : loopback)}fib daddr type local counter jump {Translated}", 0);
        Add("nat-POSTROUTING", "iifname vmap @nat-postrouting-out-jumps", 0);
        Add("nat-POSTROUTING", "oifname vmap @nat-postrouting-in-jumps", 1);
        Add("nat-PREROUTING", $"fib daddr type local counter jump {Translated}", 0);
    }

    private void Forward(DockerNetwork network)
    {
        string into = $"filter-forward-in__{network.Bridge}";
        string outOf = $"filter-forward-out__{network.Bridge}";
        string icc = network.Network.Icc ? "accept" : "drop";
        Add(into, "ct state established,related counter accept", 0);
        Add(outOf, "ct state established,related counter accept", 0);
        if (network.Network.Internal)
        {
            Add(into, $"iifname != \"{network.Bridge}\" counter drop comment \"INTERNAL NETWORK INGRESS\"", 1);
            Add(outOf, $"oifname != \"{network.Bridge}\" counter drop comment \"INTERNAL NETWORK EGRESS\"", 1);
            Add(into, $"counter {icc} comment \"ICC\"", 2);
            return;
        }

        if (network.Routed)
        {
            Add(into, $"{(_ip == "ip" ? "ip protocol icmp" : "meta l4proto ipv6-icmp")} counter accept comment \"ICMP\"", 1);
        }

        if (_facts.Engine.Options.BridgeAcceptFwmark is { } mark && FirewallMark.TryParse(mark, out uint value, out uint? mask))
        {
            string bits = mask is uint some ? $"& 0x{some:x8} == " : "";
            Add(into, $"meta mark {bits}0x{value:x8} counter accept comment \"ALLOW FW MARK\"", 1);
        }

        Add(into, $"iifname \"{network.Bridge}\" counter {icc} comment \"ICC\"", 2);
        Add(into, network.Unprotected
            ? "counter accept comment \"UNPROTECTED\"" : "counter drop comment \"UNPUBLISHED PORT DROP\"", 4);
        Add(outOf, "counter accept comment \"OUTGOING\"", 1);
    }

    private void Masquerade(DockerNetwork network)
    {
        if (network.Network.Internal)
        {
            return;
        }

        (string verdict, string comment) = network.SourceAddress(_facts.Family) is { } address
            ? ($"snat to {address}", "SNAT") : ("masquerade", "MASQUERADE");
        if (network.Network.Masquerade && !network.Routed)
        {
            Add($"nat-postrouting-out__{network.Bridge}",
                $"oifname != \"{network.Bridge}\" {_ip} saddr {network.Subnet} counter {verdict} comment \"{comment}\"", 0);
        }

        if (_hairpin)
        {
            Add($"nat-postrouting-in__{network.Bridge}",
                $"fib saddr type local counter {verdict} comment \"{comment} FROM HOST\"", 0);
        }
    }

    private void Ports()
    {
        string sources = _facts.Family == AddressFamily.IPv6 ? "ip6 saddr != fe80::/10 " : "";
        foreach (DockerPort port in _facts.Ports)
        {
            string inside = string.Create(CultureInfo.InvariantCulture, $"{Word(port.Protocol)} dport {port.Port}");
            if (!port.Unprotected)
            {
                Add($"filter-forward-in__{port.Bridge}", $"{_ip} daddr {port.Address} {inside} counter accept", 3);
            }

            if (port.HostPort == 0)
            {
                continue;
            }

            string from = _hairpin ? "" : $"iifname != \"{port.Bridge}\" ";
            string to = port.HostAddress is { } address ? $"{_ip} daddr {address} " : "";
            string outside = string.Create(CultureInfo.InvariantCulture, $"{Word(port.Protocol)} dport {port.HostPort}");
            IPEndPoint target = new(port.Address, port.Port);
            Add(Translated, $"{from}{sources}{to}{outside} counter dnat to {target} comment \"DNAT\"", 0);
            if (_hairpin)
            {
                Add($"nat-postrouting-in__{port.Bridge}",
                    $"{_ip} saddr {port.Address} {_ip} daddr {port.Address} {inside} counter masquerade comment \"MASQ TO OWN PORT\"", 0);
            }

            if (port.IsOnIPv4Loopback)
            {
                Add(Raw, $"iifname != \"lo\" ip daddr {port.HostAddress} {outside} counter drop comment \"DROP REMOTE LOOPBACK\"", 0);
            }
        }
    }

    private void DirectAccess()
    {
        foreach (DockerEndpoint endpoint in _facts.Endpoints.Where(_ => !_facts.Engine.Options.AllowDirectRouting))
        {
            // nft prints the members of a set in order.
            string[] names = [endpoint.Network.Bridge, .. endpoint.Network.TrustedInterfaces];
            string from = names.Length == 1 ? $"\"{names[0]}\""
                : $"{{ {string.Join(", ", names.Distinct().Order(StringComparer.Ordinal).Select(name => $"\"{name}\""))} }}";
            Add(Raw, $"{_ip} daddr {endpoint.Address} iifname != {from} counter drop comment \"DROP DIRECT ACCESS\"", 0);
        }
    }

    private static string Word(Protocol protocol) => protocol switch
    {
        Protocol.Udp => "udp",
        Protocol.Sctp => "sctp",
        _ => "tcp",
    };

    private void Add(string chain, string text, int rank)
    {
        ExpectedRule rule = new() { Table = Table, Chain = chain, Text = text, Rank = rank, Appended = true };
        if (_seen.Add(rule))
        {
            _rules.Add(rule);
        }
    }
}
