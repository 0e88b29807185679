using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

/// <summary>Which routing tables decide about packets to containers (ip-rule(8)).</summary>
internal static class PolicyTables
{
    /// <summary>The table that engines write their routes to.</summary>
    public const int Main = 254;

    private const int Local = 255;

    /// <summary>May a route win over those of the main table? One of another table only where a rule asks that table first.</summary>
    public static bool Concerns(Snapshot facts, Route route) =>
        route.Table is 0 or Main || (route.Table != Local && RulesOf(facts, route).Any());

    /// <summary>Does it win for every packet, whatever its source or mark?</summary>
    public static bool IsForAll(Snapshot facts, Route route) =>
        route.Table is 0 or Main || RulesOf(facts, route).Any(IsForEveryPacket);

    /// <summary>Rules that lead to the route's table before main's more specific routes are asked: wg-quick(8) asks main first,
    /// without its default route.</summary>
    private static IEnumerable<RoutingRule> RulesOf(Snapshot facts, Route route)
    {
        AddressFamily family = route.Destination.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? AddressFamily.IPv6 : AddressFamily.IPv4;
        List<RoutingRule> rules = [.. (facts.RoutingRules ?? []).Where(r => r.Family == family && Questions.Is(r.Action, "lookup"))];
        int main = rules.Where(r => r.Table == Main && IsForEveryPacket(r)).Select(r => r.Priority).DefaultIfEmpty(int.MaxValue).Min();
        return rules.Where(r => r.Table == route.Table && r.Priority < main
            && (r.SuppressPrefixLength is not int suppressed || route.Destination.PrefixLength > suppressed));
    }

    private static bool IsForEveryPacket(RoutingRule rule) => rule is
    {
        Source: null, Destination: null, InputInterface: null, OutputInterface: null, MarkMask: 0, IpProtocol: null,
        SourcePorts: null, DestinationPorts: null, Inverted: false, NotUnderstood: null,
    };
}
