using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

/// <summary>Reads interfaces, addresses, routes and neighbours through rtnetlink.</summary>
public static class LinkReader
{
    internal const ushort GetLink = 18, GetAddress = 22, GetRoute = 26, GetNeighbour = 30, GetRule = 34, GetConfiguration = 82,
        GetNexthop = 106;

    // ifinfomsg, then IFLA_EXT_MASK = RTEXT_FILTER_SKIP_STATS: the counters are most of an answer, and of its cost.
    internal static byte[] LinkRequest { get; } =
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 29, 0, 8, 0, 0, 0];

    /// <summary>Reads.</summary>
    public static Reading<LinkFacts> Read(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        List<Gap> gaps = [];
        List<Link> links = Dump(host, gaps, "interfaces", GetLink, LinkRequest, LinkDecoder.Decode);
        Dictionary<int, NetConfiguration> v4 = Configuration(host, gaps, NetlinkValue.IPv4);
        bool hasIPv6 = host.ReadFile("/proc/net/if_inet6").Status != FileStatus.Absent;
        Dictionary<int, NetConfiguration> v6 = hasIPv6 ? Configuration(host, gaps, NetlinkValue.IPv6) : [];
        LinkFacts facts = new()
        {
            Links = [.. links.Select(l => WithSwitches(l, v4, v6)).OrderBy(l => l.Index)],
            Addresses = Dump(host, gaps, "addresses", GetAddress, new byte[8], AddressDecoder.Decode),
            Routes =
            [
                .. Routes(host, gaps, "IPv4 routes", NetlinkValue.IPv4),
                .. hasIPv6 ? Routes(host, gaps, "IPv6 routes", NetlinkValue.IPv6) : [],
            ],
            RoutingRules = Rules(host, gaps),
            Neighbours =
            [
                .. Dump(host, gaps, "ARP", GetNeighbour, HeaderOf(NetlinkValue.IPv4, 12), NeighbourDecoder.Decode),
                .. hasIPv6 ? Dump(host, gaps, "NDP", GetNeighbour, HeaderOf(NetlinkValue.IPv6, 12), NeighbourDecoder.Decode) : [],
            ],
        };
        return new Reading<LinkFacts>(facts, gaps);
    }

    private static Link WithSwitches(
        Link link, Dictionary<int, NetConfiguration> v4, Dictionary<int, NetConfiguration> v6) => link with
    {
        ForwardingIPv4 = v4.GetValueOrDefault(link.Index)?.Forwarding,
        ForwardingIPv6 = v6.GetValueOrDefault(link.Index)?.Forwarding,
        ReversePathFilter = v4.GetValueOrDefault(link.Index)?.ReversePathFilter,
    };

    private static Dictionary<int, NetConfiguration> Configuration(IHost host, List<Gap> gaps, byte family)
    {
        string what = family == NetlinkValue.IPv4 ? "IPv4 switches" : "IPv6 switches";
        Dictionary<int, NetConfiguration> byIndex = [];
        foreach (NetConfiguration configuration in Dump(
            host, gaps, what, GetConfiguration, HeaderOf(family, 4), m => NetConfiguration.Decode(m, family)))
        {
            byIndex[configuration.Index] = configuration;
        }

        return byIndex;
    }

    private static byte[] HeaderOf(byte family, int length)
    {
        byte[] header = new byte[length];
        header[0] = family;
        return header;
    }

    private static List<Route> Routes(IHost host, List<Gap> gaps, string what, byte family)
    {
        bool partial = family == NetlinkValue.IPv6;
        return TableDecoder.Routes(
            Ask(host, gaps, what, GetRoute, HeaderOf(family, 12), partial) ?? [],
            () => Ask(host, gaps, "next hops", GetNexthop, new byte[8], partial: true) ?? [],
            reason => gaps.Add(GapOf(what, reason, partial)));
    }

    /// <summary>Both families in one answer. A kernel always has rules, unless somebody took the last one away and nothing is
    /// routed any more: no answer at all, as from a host that was recorded without them, is no fact.</summary>
    private static List<RoutingRule>? Rules(IHost host, List<Gap> gaps)
    {
        int before = gaps.Count;
        List<RoutingRule> rules = Dump(
            host, gaps, "routing rules", GetRule, new byte[12], RoutingRuleDecoder.Decode, partial: true);
        return rules.Count > 0 && gaps.Count == before ? rules : null;
    }

    // Where IPv6 is compiled out or disabled at boot its tables are refused; the others are still whole.
    private static List<T> Dump<T>(
        IHost host, List<Gap> gaps, string what, ushort type, byte[] header, Func<NetlinkMessage, T?> decode)
        where T : class =>
        Dump(host, gaps, what, type, header, decode, partial: header[0] == NetlinkValue.IPv6);

    private static List<T> Dump<T>(
        IHost host, List<Gap> gaps, string what, ushort type, byte[] header, Func<NetlinkMessage, T?> decode, bool partial)
        where T : class =>
        TableDecoder.All(
            Ask(host, gaps, what, type, header, partial) ?? [], decode, reason => gaps.Add(GapOf(what, reason, partial)));

    private static IReadOnlyList<NetlinkMessage>? Ask(
        IHost host, List<Gap> gaps, string what, ushort type, byte[] header, bool partial)
    {
        try
        {
            return host.DumpRoute(type, header);
        }
        catch (ContainerNetException e)
        {
            gaps.Add(GapOf(what, e.Message, partial));
            return null;
        }
    }

    private static Gap GapOf(string what, string reason, bool partial) => new()
    {
        Facts = FactKinds.Links,
        Source = $"rtnetlink: {what}",
        Reason = reason,
        Remedy = "run again; if it stays, report it with the kernel's version",
        Partial = partial,
    };
}
