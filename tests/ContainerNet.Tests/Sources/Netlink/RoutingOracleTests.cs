using System.Globalization;
using System.Text.Json;
using ContainerNet.Model;
using ContainerNet.Probes;

namespace ContainerNet.Sources.Netlink;

/// <summary>Routing rules, odd routes and ports of bridges beside ip(8), in a namespace of the test's own.</summary>
public sealed class RoutingOracleTests : IDisposable
{
    private static readonly string[] s_links =
    [
        "link set lo up", "link add br0 type bridge", "link add va type veth peer name vb", "link add vc type veth peer name vd",
        "link add ve type veth peer name vf", "link set va master br0", "link set vc master br0", "link set ve master br0",
        "link set br0 up", "link set va up", "link set vb up", "link set vc up", "link set vd up", "link set ve up",
        "link set va type bridge_slave hairpin on", "link set vc type bridge_slave isolated on",
        "link set br0 type bridge nf_call_iptables 1", "link add br1 type bridge nf_call_ip6tables 1", "link set br1 up",
        "addr add 10.1.0.1/16 dev br0", "addr add 10.2.0.1/24 dev vb", "addr add 10.3.0.1/24 dev br1",
        "-6 addr add 2001:db8:1::1/64 dev br0 nodad",
    ];

    private static readonly string[] s_routes =
    [
        "route add 10.50.0.0/16 nexthop via 10.1.0.7 weight 3 nexthop via 10.2.0.9 dev vb",
        "route add 10.51.0.0/16 via 10.1.0.8 mtu 1400", "route add 10.52.0.0/16 tos 0x10 via 10.1.0.8",
        "nexthop add id 5 via 10.1.0.5 dev br0", "nexthop add id 6 via 10.2.0.6 dev vb", "nexthop add id 7 group 5,2/6",
        "nexthop add id 8 blackhole", "route add 10.53.0.0/16 nhid 5", "route add 10.54.0.0/16 nhid 7",
        "route add 10.55.0.0/16 nhid 8", "route add 10.56.0.0/16 via inet6 2001:db8:1::9 dev br0",
        "route add prohibit 10.57.0.0/16 metric 9", "route add throw 10.58.0.0/16 table 500",
        "route add 10.59.0.0/16 dev br1", "-6 route add 2001:db8:6::/48 from 2001:db8:7::/48 via 2001:db8:1::5",
        "-6 route add 2001:db8:5::/48 nexthop via 2001:db8:1::5 nexthop via 2001:db8:1::6 weight 2",
        "-6 nexthop add id 15 via 2001:db8:1::5 dev br0", "-6 route add 2001:db8:8::/48 nhid 15 metric 77",
        "-6 route add unreachable 2001:db8:9::/48", "-6 route add 2001:db8:a::/48 via 2001:db8:1::5 mtu 1300 table 600",
    ];

    private static readonly string[] s_rules =
    [
        "rule add prio 100 from 10.0.0.0/8 to 192.0.2.0/24 iif br0 fwmark 0x10/0xf0 lookup 77",
        "rule add prio 101 not fwmark 0x1 ipproto tcp dport 80-90 sport 7 lookup 1000",
        "rule add prio 102 lookup main suppress_prefixlength 0", "rule add prio 103 goto 32766",
        "rule add prio 104 blackhole to 10.99.0.1", "rule add prio 105 uidrange 0-99 lookup 5",
        "rule add prio 106 tos 0x10 lookup 6", "rule add prio 107 oif nosuch lookup 8", "rule add prio 110 nop",
        "rule add prio 111 goto 5000", "rule add prio 112 suppress_ifgroup 3 lookup main",
        "rule add prio 113 fwmark 0/0xff lookup 9", "rule add prio 114 l3mdev", "rule add prio 115 ipproto 132 lookup 254",
        "-6 rule add prio 108 from 2001:db8::/32 unreachable", "-6 rule add prio 109 prohibit iif nosuch",
        "-6 rule add prio 120 to 2001:db8:1::9 dport 53 lookup 4000000", "-6 rule add prio 121 fwmark 0xffffffff lookup 3",
    ];

    private readonly TestNamespace? _namespace = Environment.IsPrivilegedProcess ? new TestNamespace() : null;

    public void Dispose() => _namespace?.Dispose();

    [RootFact("ip")]
    public void EveryRule_SaysWhatIpSays()
    {
        TestNamespace ns = Prepare(s_rules);
        IReadOnlyList<RoutingRule> rules = Read(ns).RoutingRules!;
        foreach ((string family, AddressFamily ours) in new[] { ("-4", AddressFamily.IPv4), ("-6", AddressFamily.IPv6) })
        {
            IEnumerable<string> expected = Ip(ns, family, "rule").Select(RuleText);
            Assert.Equal(expected, rules.Where(r => r.Family == ours).Select(RuleText));
        }
    }

    [RootFact("ip")]
    public void RuleThatAsksForMore_SaysSoInWords()
    {
        TestNamespace ns = Prepare(s_rules);
        Dictionary<int, string?> words = Read(ns).RoutingRules!
            .Where(r => r.Family == AddressFamily.IPv4).ToDictionary(r => r.Priority, r => r.NotUnderstood);
        Assert.Equal(
            ("uidrange 0-99", "tos 0x10", "suppress_ifgroup 3", "l3mdev"), (words[105], words[106], words[112], words[114]));
        Assert.Equal([105, 106, 112, 114], words.Where(w => w.Value is not null).Select(w => w.Key).Order());
    }

    [RootFact("ip")]
    public void OddRoutes_AreThoseOfIp()
    {
        TestNamespace ns = Prepare(s_routes);
        Assert.Equal(RoutesOfIp(ns), RoutesOf(Read(ns)));
    }

    [RootFact("ip", "sysctl")]
    public void RoutesThatTellOnlyTheNumberOfTheirNextHop_AreTheSame()
    {
        // ip shows no more than the number then: what it shows before is the truth.
        TestNamespace ns = Prepare(s_routes);
        string[] expected = RoutesOfIp(ns);
        (int exitCode, _, string error) = ns.Execute("sysctl", "-qw", "net.ipv4.nexthop_compat_mode=0");
        Assert.True(exitCode == 0, error);
        Assert.Equal(expected, RoutesOf(Read(ns)));
        Assert.NotEqual(expected, RoutesOfIp(ns));
    }

    [RootFact("ip")]
    public void RouteOverALinkThatIsDown_IsDeadOnlyWhereTheHostIgnoresSuch()
    {
        TestNamespace ns = Prepare(["route add 10.60.0.0/16 via 10.2.0.77", "route add 10.61.0.0/16 nexthop via 10.2.0.7 dev vb nexthop via 10.1.0.7"]);
        Assert.Equal(0, ns.Execute("ip", "link", "set", "va", "down").ExitCode);
        Route Of(string network) => Read(ns).Routes.Single(r => r.Destination.ToString() == network);
        Assert.Null(Of("10.60.0.0/16").IsDead);
        Assert.Equal(0, ns.Execute("sysctl", "-qw", "net.ipv4.conf.all.ignore_routes_with_linkdown=1").ExitCode);
        Assert.True(Of("10.60.0.0/16").IsDead);
        Assert.Null(Of("10.61.0.0/16").IsDead);
        Assert.Equal([true, null], Of("10.61.0.0/16").NextHops!.Select(h => h.IsDead));
    }

    [RootFact("ip")]
    public void PortsOfABridge_SayWhatIpSays()
    {
        TestNamespace ns = Prepare([]);
        LinkFacts facts = Read(ns);
        foreach (JsonElement expected in Ip(ns, "-d", "link"))
        {
            Link link = facts.Links.Single(l => l.Name == Text(expected, "ifname"));
            bool hasInfo = expected.TryGetProperty("linkinfo", out JsonElement info);
            JsonElement? port = hasInfo && info.TryGetProperty("info_slave_data", out JsonElement p) ? p : null;
            Assert.Equal(port?.GetProperty("state").GetString() is string state ? state == "forwarding" : null, link.PortForwards);
            Assert.Equal(port?.GetProperty("hairpin").GetBoolean(), link.Hairpin);
            Assert.Equal(port?.GetProperty("isolated").GetBoolean(), link.Isolated);
            JsonElement? bridge = link.Kind == "bridge" ? info.GetProperty("info_data") : null;
            Assert.Equal(bridge?.GetProperty("nf_call_iptables").GetInt32() is int v4 ? v4 == 1 : null, link.CallsIPv4Rules);
            Assert.Equal(bridge?.GetProperty("nf_call_ip6tables").GetInt32() is int v6 ? v6 == 1 : null, link.CallsIPv6Rules);
        }

        Assert.Contains(facts.Links, l => l.PortForwards == false);
        Assert.Contains(facts.Links, l => l is { PortForwards: true, Hairpin: true, Isolated: false });
        Assert.Contains(facts.Links, l => l is { PortForwards: true, Hairpin: false, Isolated: true });
    }

    private static LinkFacts Read(TestNamespace ns)
    {
        Reading<LinkFacts> reading = ns.Run(() => LinkReader.Read(new RootedHost()));
        Assert.Empty(reading.Gaps);
        return reading.Value;
    }

    private static string[] RoutesOf(LinkFacts facts) => [.. facts.Routes.Select(r => RouteText(r, facts)).Order(StringComparer.Ordinal)];

    private static string[] RoutesOfIp(TestNamespace ns) =>
        [.. RoutesOfIp(ns, "-4").Concat(RoutesOfIp(ns, "-6")).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> RoutesOfIp(TestNamespace ns, string family) =>
        Ip(ns, family, "route", "show", "table", "all").Select(r =>
        {
            string type = Text(r, "type") ?? "unicast";
            string to = Whole(Text(r, "dst")!, family);
            string hops = r.TryGetProperty("nexthops", out JsonElement several)
                ? string.Join(" ", several.EnumerateArray().Select(h => $"[{Gateway(h)} {Text(h, "dev")} {Text(h, "weight")}]"))
                : $"{Gateway(r)} {Text(r, "dev")}";

            // A blackhole by an object leads to "lo" in what ip shows; no packet goes there.
            hops = type == "blackhole" ? " " : hops;
            string? mtu = r.TryGetProperty("metrics", out JsonElement metrics) ? Text(metrics[0], "mtu") : null;
            string from = Text(r, "from") is string sources ? Whole(sources, family) : "";
            return $"{type} {to} table {Text(r, "table") ?? "main"} tos {Text(r, "tos") ?? "0"} from {from} hops {hops} "
                + $"src {Text(r, "prefsrc")} metric {Text(r, "metric") ?? "0"} mtu {mtu}";
        });

    private static string RouteText(Route route, LinkFacts facts)
    {
        string Name(int index) => index == 0 ? "" : facts.Links.Single(l => l.Index == index).Name;
        string hops = route.NextHops is null
            ? $"{route.Gateway} {Name(route.LinkIndex)}"
            : string.Join(" ", route.NextHops.Select(h => $"[{h.Gateway} {Name(h.LinkIndex)} {h.Weight}]"));
        hops = route.Type == "blackhole" ? " " : hops;
        string table = route.Table switch { 254 => "main", 255 => "local", int number => $"{number}" };
        string tos = route.TypeOfService is int value ? $"0x{value:x2}" : "0";
        Assert.Null(route.NotUnderstood);
        return $"{route.Type} {route.Destination} table {table} tos {tos} from {route.ForSources} hops {hops} "
            + $"src {route.Source} metric {route.Metric} mtu {route.MtuBytes}";
    }

    private static string? Gateway(JsonElement hop) =>
        Text(hop, "gateway") ?? (hop.TryGetProperty("via", out JsonElement via) ? Text(via, "host") : null);

    private static string RuleText(JsonElement rule)
    {
        string Prefix(string name) => Text(rule, name) is not (string address and not "all") ? ""
            : $"{address}/{Text(rule, name + "len") ?? (address.Contains(':', StringComparison.Ordinal) ? "128" : "32")}";
        string Ports(string name) => Text(rule, name) ?? (Text(rule, name + "_start") is string first
            ? $"{first}-{Text(rule, name + "_end")}" : "");
        string mark = Text(rule, "fwmark") is string value ? $"{Hex(value)}/{Hex(Text(rule, "fwmask") ?? "0xffffffff")}" : "0/0";
        string action = rule.TryGetProperty("goto", out _) ? "goto"
            : rule.TryGetProperty("nop", out _) ? "nop" : Text(rule, "action") ?? "lookup";
        string table = action != "lookup" || rule.TryGetProperty("l3mdev", out _) ? "0"
            : Text(rule, "table") switch { "local" => "255", "main" => "254", "default" => "253", string other => other, _ => "" };
        string more = string.Join(" ", new[] { "uid_start", "tos", "suppress_ifgroup", "l3mdev" }.Where(n => rule.TryGetProperty(n, out _)));
        string? protocol = Text(rule, "ipproto") switch { "tcp" => "6", "sctp" => "132", string name => name, null => null };
        return $"{Text(rule, "priority")} {rule.TryGetProperty("not", out _)} from {Prefix("src")} to {Prefix("dst")} "
            + $"{Text(rule, "iif")} {Text(rule, "oif")} {mark} {protocol} {Ports("sport")} {Ports("dport")} "
            + $"{action} {table} {Text(rule, "goto")} {Text(rule, "suppress_prefixlen")} {more.Length > 0}";
    }

    private static string RuleText(RoutingRule rule) =>
        $"{rule.Priority} {rule.Inverted} from {rule.Source} to {rule.Destination} "
        + $"{rule.InputInterface} {rule.OutputInterface} {rule.Mark}/{rule.MarkMask} {rule.IpProtocol} {rule.SourcePorts} "
        + $"{rule.DestinationPorts} {rule.Action} {rule.Table} {rule.Target} {rule.SuppressPrefixLength} "
        + $"{rule.NotUnderstood is not null}";

    private static uint Hex(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? uint.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : uint.Parse(text, CultureInfo.InvariantCulture);

    private static string Whole(string text, string family) => text == "default"
        ? (family == "-4" ? "0.0.0.0/0" : "::/0")
        : text.Contains('/', StringComparison.Ordinal) ? text : text + (family == "-4" ? "/32" : "/128");

    private static JsonElement[] Ip(TestNamespace ns, params string[] arguments)
    {
        (_, string output, _) = ns.Execute(["ip", "-j", .. arguments]);
        return [.. JsonDocument.Parse(output.Length == 0 ? "[]" : output).RootElement.EnumerateArray().Where(e => e.EnumerateObject().Any())];
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    private TestNamespace Prepare(IEnumerable<string> more)
    {
        TestNamespace ns = _namespace!;
        foreach (string command in s_links.Concat(more))
        {
            (int exitCode, _, string error) = ns.Execute(["ip", .. command.Split(' ')]);
            Assert.True(exitCode == 0, $"ip {command}: {error}");
        }

        // Duplicate address detection of the link-local addresses would change the tables while we compare.
        SpinWait.SpinUntil(() => !ns.Execute("ip", "-6", "addr", "show", "tentative").Output.Contains("inet6", StringComparison.Ordinal), 4000);
        return ns;
    }
}
