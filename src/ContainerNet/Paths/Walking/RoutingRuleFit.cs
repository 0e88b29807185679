using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Paths.Walking;

/// <summary>Whether a routing rule is for a packet (net/core/fib_rules.c, fib_rule_match).</summary>
internal static class RoutingRuleFit
{
    /// <summary>Is it?</summary>
    public static bool Holds(RoutingRule rule, in RouteFlow flow) => rule.Inverted != Fits(rule, flow);

    private static bool Fits(RoutingRule rule, in RouteFlow flow) =>
        (rule.InputInterface is null || string.Equals(rule.InputInterface, flow.Input, StringComparison.Ordinal))
        // The socket of a client is bound to no interface.
        && rule.OutputInterface is null
        && ((flow.Mark ^ rule.Mark) & rule.MarkMask) == 0
        && (rule.Source is not { } source || (flow.Source is WideNumber from && RouteRange.Of(source).Holds(from, flow.IsIPv6))
            || source.PrefixLength == 0)
        && (rule.Destination is not { } destination || RouteRange.Of(destination).Holds(flow.Destination, flow.IsIPv6))
        && (rule.IpProtocol is null || rule.IpProtocol == flow.Protocol)
        && InRange(rule.SourcePorts, flow.SourcePort)
        && InRange(rule.DestinationPorts, flow.DestinationPort);

    private static bool InRange(string? range, int port)
    {
        if (range is null)
        {
            return true;
        }

        int dash = range.IndexOf('-', StringComparison.Ordinal);
        ReadOnlySpan<char> first = dash < 0 ? range : range.AsSpan(0, dash);
        ReadOnlySpan<char> last = dash < 0 ? range : range.AsSpan(dash + 1);
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int low)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int high)
            && port >= low && port <= high;
    }
}
