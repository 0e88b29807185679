using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Cmdlets;

/// <summary>What the views of paths and hops call.</summary>
public static class PathDisplay
{
    private const string Red = "\x1b[31;1m";
    private const string Yellow = "\x1b[33;1m";
    private const string Green = "\x1b[32;1m";
    private const string Reset = "\x1b[0m";
    private const int Label = 12;
    private const int Middle = 13;

    /// <summary>A verdict in its colour.</summary>
    public static string Verdict(PathVerdict verdict) => verdict switch
    {
        PathVerdict.Delivered => $"{Green}{verdict}{Reset}",
        PathVerdict.Unknown or PathVerdict.Unanswered => $"{Yellow}{verdict}{Reset}",
        _ => $"{Red}{verdict}{Reset}",
    };

    /// <summary>The chain of a hop: "filter DOCKER-USER", with its family where that is not iptables' own.</summary>
    public static string Chain(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        string legacy = hop.Backend == FirewallBackend.IptablesLegacy ? " (legacy)" : "";
        return hop.Chain is null ? "" : Display.Clean($"{hop.Table}{legacy} {hop.Chain}");
    }

    /// <summary>What a hop is, in a few words: the rule, the forwarder, the reason.</summary>
    public static string What(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        string owner = hop.Owner is RuleOwner.Unknown or RuleOwner.Kernel ? ""
            : hop.Zone is null ? $"{hop.Owner}: " : $"{hop.Owner} ({hop.Zone}): ";
        return Display.Clean(hop.Rule is null ? hop.Detail : $"{owner}{hop.Rule}");
    }

    /// <summary>All hops of a path, one a line, with the one that decided marked and the packet where it changes.</summary>
    public static string Hops(PacketPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        List<string> lines = [];
        string? packet = null;
        PathDirection? direction = null;
        foreach (Hop hop in path.Hops)
        {
            if (direction == PathDirection.Original && hop.Direction == PathDirection.Reply)
            {
                lines.Add("and the answer:");
            }

            direction = hop.Direction;
            string now = hop.Packet?.ToString() ?? "";
            lines.Add($"{(IsDecider(path, hop) ? 'x' : ' ')} {hop.Place,-9}{Where(hop),-36} {hop.Action}".TrimEnd());
            lines.AddRange(Under(What(hop)));
            lines.AddRange(now == packet ? [] : Under(now));
            packet = now;
        }

        return string.Join('\n', lines);
    }

    /// <summary>Lines below a hop, under its middle column.</summary>
    private static IEnumerable<string> Under(string text) => text.Length == 0 ? []
        : Display.Wrap(text, Label + Middle).Split('\n').Select(line => new string(' ', Middle) + line);

    private static bool IsDecider(PacketPath path, Hop hop) => path.DecidingHop is { } decider
        && decider.Layer == hop.Layer && decider.Chain == hop.Chain && decider.Handle == hop.Handle
        && decider.Number == hop.Number && decider.Hook == hop.Hook && decider.Direction == hop.Direction
        && decider.Place == hop.Place && decider.Action == hop.Action;

    private static string Where(Hop hop) => hop.Layer switch
    {
        HopLayer.Netfilter when hop.Chain is not null => $"{hop.Hook} {Chain(hop)}",
        HopLayer.Netfilter => $"{hop.Hook}",
        HopLayer.Conntrack => "connection tracking",
        HopLayer.Routing => $"routing {hop.Device}",
        HopLayer.Link => hop.Action == HopAction.Enter ? $"in by {hop.InputInterface}" : $"out by {hop.OutputInterface}",
        HopLayer.Forwarder => "forwarder",
        _ => "socket",
    };
}
