using System.Text.Json;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Probes;

namespace ContainerNet.Sources.Netlink;

/// <summary>Our decoders beside ip(8), in a namespace of the test's own.</summary>
public sealed class LinkOracleTests : IDisposable
{
    private readonly TestNamespace? _namespace = Environment.IsPrivilegedProcess ? new TestNamespace() : null;

    public void Dispose() => _namespace?.Dispose();

    [RootFact("ip")]
    public void EveryKindOfLink_SaysWhatIpSays()
    {
        TestNamespace ns = Prepare();
        LinkFacts facts = ns.Run(() => LinkReader.Read(new RootedHost())).Value;
        JsonElement[] links = Ip(ns, "-d", "link");
        Assert.Equal(links.Length, facts.Links.Count);
        foreach (JsonElement expected in links)
        {
            Link link = facts.Links.Single(l => l.Index == expected.GetProperty("ifindex").GetInt32());
            string[] flags = [.. expected.GetProperty("flags").EnumerateArray().Select(f => f.GetString()!)];
            Assert.Equal(expected.GetProperty("ifname").GetString(), link.Name);
            Assert.Equal(expected.GetProperty("mtu").GetInt32(), link.MtuBytes);
            Assert.Equal(expected.GetProperty("address").GetString(), link.HardwareAddress);
            Assert.Equal(flags.Contains("UP"), link.IsUp);
            Assert.Equal(flags.Contains("LOWER_UP"), link.HasCarrier);
            Assert.Equal(flags.Contains("LOOPBACK"), link.IsLoopback);
            Assert.Equal(Text(expected, "master"), facts.Links.FirstOrDefault(l => l.Index == link.MasterIndex)?.Name);
            Assert.Equal(
                expected.TryGetProperty("linkinfo", out JsonElement info) ? Text(info, "info_kind") ?? "" : "", link.Kind);
            Assert.Equal(
                link.Kind == "veth" ? Text(expected, "link") : null,
                facts.Links.FirstOrDefault(l => l.Index == link.PeerIndex)?.Name);
        }
    }

    [RootFact("ip")]
    public void AddressesRoutesAndNeighbours_AreThoseOfIp()
    {
        TestNamespace ns = Prepare();
        LinkFacts facts = ns.Run(() => LinkReader.Read(new RootedHost())).Value;
        string Name(int index) => facts.Links.Single(l => l.Index == index).Name;

        Assert.Equal(
            Ip(ns, "addr").SelectMany(l => l.GetProperty("addr_info").EnumerateArray().Select(a =>
                $"{Text(l, "ifname")} {Text(a, "local")}/{a.GetProperty("prefixlen")} {Text(a, "scope")}")).Order(),
            facts.Addresses.Select(a => $"{Name(a.LinkIndex)} {a.Address}/{a.PrefixLength} {a.Scope}").Order());
        foreach (string family in new[] { "-4", "-6" })
        {
            Assert.Equal(
                Ip(ns, family, "route", "show", "table", "all").Select(r => RouteText(
                    Text(r, "type") ?? "unicast", Destination(Text(r, "dst")!, family), Text(r, "gateway"), Text(r, "dev"),
                    Text(r, "table") ?? "main", Text(r, "prefsrc"), r.TryGetProperty("metric", out JsonElement m) ? m.GetInt32() : 0)).Order(),
                facts.Routes.Where(r => (r.Destination.BaseAddress.GetAddressBytes().Length == 4) == (family == "-4"))
                    .Select(r => RouteText(
                        r.Type, r.Destination.ToString(), r.Gateway?.ToString(), r.LinkIndex == 0 ? null : Name(r.LinkIndex),
                        r.Table switch { 254 => "main", 255 => "local", int t => $"{t}" }, r.Source?.ToString(), r.Metric)).Order());
        }

        Assert.Equal(
            Ip(ns, "neigh").Select(n => $"{Text(n, "dev")} {Text(n, "dst")} {Text(n, "lladdr")} {n.GetProperty("state")[0].GetString()!.ToLowerInvariant()}").Order(),
            facts.Neighbours.Select(n => $"{Name(n.LinkIndex)} {n.Address} {n.HardwareAddress} {n.State}").Order());
    }

    [RootFact("ip", "sysctl")]
    public void ForwardingOffOnOneInterface_IsSeenThereOnly()
    {
        TestNamespace ns = Prepare();
        Assert.Equal(0, ns.Execute("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1").ExitCode);
        Assert.Equal(0, ns.Execute("sysctl", "-qw", "net.ipv4.conf.br0.forwarding=0", "net.ipv4.conf.br0.rp_filter=2").ExitCode);
        Reading<LinkFacts> reading = ns.Run(() => LinkReader.Read(new RootedHost()));
        Link bridge = reading.Value.Links.Single(l => l.Name == "br0");
        Link other = reading.Value.Links.Single(l => l.Name == "d0");
        Assert.Empty(reading.Gaps);
        Assert.Equal((false, true, 2), (bridge.ForwardingIPv4, bridge.ForwardingIPv6, bridge.ReversePathFilter));
        Assert.Equal((true, true), (other.ForwardingIPv4, other.ForwardingIPv6));
    }

    [RootFact]
    public void UnknownRequest_IsRefusedWithTheKernelsWords()
    {
        ContainerNetException e = Assert.Throws<ContainerNetException>(() => RouteSocket.Dump(18, new byte[3]));
        Assert.Equal(Problem.NetlinkRefused, e.Problem);
        Assert.Contains("Invalid", e.Message, StringComparison.OrdinalIgnoreCase);
    }

    private TestNamespace Prepare()
    {
        TestNamespace ns = _namespace!;
        foreach (string command in new[]
        {
            "link set lo up", "link add br0 type bridge", "link add va type veth peer name vb", "link set va master br0",
            "link set br0 up", "link set va up", "link set vb up", "link add d0 type veth peer name d1", "link set d0 mtu 1400 up",
            "link set d1 up", "link add d0.100 type bridge", "link set d0.100 up", "addr add 10.1.0.1/16 dev br0",
            "addr add 10.2.0.1/24 dev d0", "addr add 10.9.0.1 peer 10.9.0.2 dev d0.100", "-6 addr add 2001:db8:1::1/64 dev br0 nodad",
            "route add default via 10.2.0.254 metric 100", "route add blackhole 10.66.0.0/16", "route add unreachable 10.67.0.0/16",
            "route add 10.50.0.0/16 via 10.1.0.7 src 10.1.0.1 table 77", "-6 route add default via 2001:db8:1::fe",
            "neigh add 10.1.0.9 lladdr 02:00:00:00:00:09 dev br0 nud permanent",
            "neigh add 10.2.0.9 lladdr 02:00:00:00:00:0a dev d0 nud stale",
            "neigh add 2001:db8:1::9 lladdr 02:00:00:00:00:0b dev br0 nud permanent",
        })
        {
            (int exitCode, _, string error) = ns.Execute(["ip", .. command.Split(' ')]);
            Assert.True(exitCode == 0, $"ip {command}: {error}");
        }

        // Duplicate address detection of the link-local addresses would change the tables while we compare.
        SpinWait.SpinUntil(() => !ns.Execute("ip", "-6", "addr", "show", "tentative").Output.Contains("inet6", StringComparison.Ordinal), 4000);
        return ns;
    }

    private static JsonElement[] Ip(TestNamespace ns, params string[] arguments)
    {
        (_, string output, _) = ns.Execute(["ip", "-j", .. arguments]);
        return [.. JsonDocument.Parse(output.Length == 0 ? "[]" : output).RootElement.EnumerateArray().Where(e => e.EnumerateObject().Any())];
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    private static string Destination(string text, string family) => text == "default"
        ? (family == "-4" ? "0.0.0.0/0" : "::/0")
        : text.Contains('/', StringComparison.Ordinal) ? text : text + (family == "-4" ? "/32" : "/128");

    private static string RouteText(string type, string to, string? via, string? dev, string table, string? from, int metric) =>
        $"{type} {to} via {via} dev {dev} table {table} src {from} metric {metric}";
}
