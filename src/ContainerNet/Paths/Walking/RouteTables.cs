using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Paths.Walking;

/// <summary>The routing tables of one namespace, and the rules that choose among them (net/ipv4/fib_rules.c, ip-rule(8)).</summary>
internal sealed class RouteTables
{
    private const int DefaultTable = 253, MainTable = 254, LocalTable = 255;

    private readonly Dictionary<(bool IsIPv6, int Table), List<(RouteRange Range, Route Route)>> _tables = [];
    private readonly Dictionary<bool, List<RoutingRule>> _rules = [];
    private readonly bool _isUnread;

    /// <summary>Of these routes and rules; null rules were not read.</summary>
    public RouteTables(IReadOnlyList<Route> routes, IReadOnlyList<RoutingRule>? rules)
    {
        foreach (Route route in routes.Where(r => r.IsDead != true && r.TypeOfService is null or 0))
        {
            RouteRange range = RouteRange.Of(route.Destination);
            int table = route.Table == 0 ? MainTable : route.Table;
            if (!_tables.TryGetValue((range.IsIPv6, table), out List<(RouteRange, Route)>? entries))
            {
                _tables[(range.IsIPv6, table)] = entries = [];
            }

            entries.Add((range, route));
        }

        foreach (List<(RouteRange Range, Route Route)> entries in _tables.Values)
        {
            List<(RouteRange Range, Route Route)> sorted =
                [.. entries.OrderByDescending(e => e.Range.Length).ThenBy(e => e.Route.Metric)];
            entries.Clear();
            entries.AddRange(sorted);
        }

        foreach (bool six in new[] { false, true })
        {
            AddressFamily family = six ? AddressFamily.IPv6 : AddressFamily.IPv4;
            _rules[six] = rules is null ? Usual(family) : [.. rules.Where(r => r.Family == family).OrderBy(r => r.Priority)];
        }

        // Without the rules nobody knows who is sent to another table.
        _isUnread = rules is null && _tables.Keys.Any(k => k.Table is not (DefaultTable or MainTable or LocalTable));
    }

    /// <summary>The route for a flow: null with a reason where there is none, or where it cannot be told.</summary>
    public (Route? Route, RouteKind Kind, string Detail) Find(in RouteFlow flow)
    {
        if (_isUnread)
        {
            return (null, RouteKind.Unknown, "there are several routing tables, and the rules that choose among them were not read");
        }

        List<RoutingRule> rules = _rules[flow.IsIPv6];
        for (int i = 0; i < rules.Count; i++)
        {
            RoutingRule rule = rules[i];
            if (!RoutingRuleFit.Holds(rule, flow))
            {
                continue;
            }

            if (rule.NotUnderstood is not null)
            {
                return (null, RouteKind.Unknown, string.Create(
                    CultureInfo.InvariantCulture, $"routing rule {rule.Priority} was not understood: {rule.NotUnderstood}"));
            }

            switch (rule.Action)
            {
                case "lookup":
                    if (Lookup(rule, flow) is { } route)
                    {
                        return route.NotUnderstood is null ? (route, RouteKind.Forward, "")
                            : (null, RouteKind.Unknown, $"the route to {route.Destination} was not understood: {route.NotUnderstood}");
                    }

                    break;
                case "goto":
                    int target = rules.FindIndex(r => r.Priority >= rule.Target);
                    i = target > i ? target - 1 : i;
                    break;
                case "blackhole" or "unreachable" or "prohibit":
                    return (null, RouteKind.Closed, string.Create(
                        CultureInfo.InvariantCulture, $"routing rule {rule.Priority} says {rule.Action}"));
                default:
                    break;
            }
        }

        return (null, RouteKind.Closed, "");
    }

    /// <summary>The route of the local table to an address, or null.</summary>
    public Route? Local(WideNumber address, bool isIPv6) => Best(LocalTable, address, null, isIPv6, shortest: -1);

    private Route? Lookup(RoutingRule rule, in RouteFlow flow)
    {
        Route? route = Best(rule.Table, flow.Destination, flow.Source, flow.IsIPv6, rule.SuppressPrefixLength ?? -1);

        // A route of type throw sends the search on to the next rule.
        return route?.Type == "throw" ? null : route;
    }

    private Route? Best(int table, WideNumber address, WideNumber? source, bool isIPv6, int shortest)
    {
        if (!_tables.TryGetValue((isIPv6, table), out List<(RouteRange Range, Route Route)>? entries))
        {
            return null;
        }

        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Range.Holds(address, isIPv6) && IsFor(entries[i].Route, source, isIPv6))
            {
                return entries[i].Range.Length > shortest ? entries[i].Route : null;
            }
        }

        return null;
    }

    private static bool IsFor(Route route, WideNumber? source, bool isIPv6) => route.ForSources is not { } sources
        || sources.PrefixLength == 0 || (source is WideNumber from && RouteRange.Of(sources).Holds(from, isIPv6));

    private static List<RoutingRule> Usual(AddressFamily family) =>
    [
        new() { Priority = 0, Family = family, Table = LocalTable },
        new() { Priority = 32766, Family = family, Table = MainTable },
        new() { Priority = 32767, Family = family, Table = DefaultTable },
    ];
}
