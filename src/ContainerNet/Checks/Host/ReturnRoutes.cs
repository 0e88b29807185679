using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

/// <summary>The way back to a source, as the main routing table has it (IPv4).</summary>
internal static class ReturnRoutes
{
    private const int MainTable = 254;
    private const int LocalTable = 255;
    private const int DefaultTable = 253;

    /// <summary>Are there routes in other tables? Then rules choose among them, which are not read, and the main table proves
    /// nothing.</summary>
    public static bool MayFollowPolicy(Snapshot facts) => facts.Routes.Any(
        r => IsIPv4(r) && r.Table is not (0 or MainTable or LocalTable or DefaultTable));

    /// <summary>The route to an address, or null.</summary>
    public static Route? To(Snapshot facts, IPAddress address) => Main(facts)
        .Where(r => r.Destination.Contains(address))
        .OrderByDescending(r => r.Destination.PrefixLength).ThenBy(r => r.Metric).FirstOrDefault();

    /// <summary>Routes by other interfaces that overrule an interface's own subnets, or parts of them.</summary>
    public static IEnumerable<Route> Elsewhere(Snapshot facts, Link link)
    {
        List<Route> own = [.. Main(facts).Where(r => r.LinkIndex == link.Index)];
        return Main(facts).Where(r => r.LinkIndex != link.Index && r.LinkIndex > 0
            && own.Exists(subnet => subnet.Gateway is null && subnet.Destination.PrefixLength > 0
                && subnet.Destination.Contains(r.Destination.BaseAddress) && Overrules(r, subnet))

            // The interface may have a route of its own that is as good.
            && !own.Exists(mine => mine.Destination.Contains(r.Destination.BaseAddress) && !Overrules(r, mine)));
    }

    /// <summary>The name of the interface that a route leaves by.</summary>
    public static string NameOf(Snapshot facts, Route route) =>
        facts.Links.FirstOrDefault(l => l.Index == route.LinkIndex)?.Name ?? $"interface {route.LinkIndex}";

    private static bool Overrules(Route route, Route other) =>
        route.Destination.PrefixLength > other.Destination.PrefixLength
        || (route.Destination.PrefixLength == other.Destination.PrefixLength && route.Metric < other.Metric);

    private static IEnumerable<Route> Main(Snapshot facts) => facts.Routes.Where(
        r => r.Table is 0 or MainTable && IsIPv4(r) && Questions.Is(r.Type, "unicast"));

    private static bool IsIPv4(Route route) =>
        route.Destination.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
}
