using System.Globalization;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Cmdlets;

/// <summary>What the views of paths and hops call.</summary>
public static class PathDisplay
{
    private const int Label = 12;
    private const int Mark = 2;
    private const int UsualPlace = 8;
    private const int LongestPlace = 24;
    private const int UsualWhere = 28;
    private const int LongestWhere = 50;

    /// <summary>A verdict in its colour.</summary>
    public static string Verdict(PathVerdict verdict) => verdict switch
    {
        PathVerdict.Delivered => $"{Display.Green}{verdict}{Display.Reset}",
        PathVerdict.Unknown or PathVerdict.Unanswered => $"{Display.Yellow}{verdict}{Display.Reset}",
        _ => $"{Display.Red}{verdict}{Display.Reset}",
    };

    /// <summary>Milliseconds, with a decimal where there are few.</summary>
    public static string Elapsed(double milliseconds) =>
        milliseconds.ToString(milliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

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

    /// <summary>The same, with the packet where this hop made it or changed it.</summary>
    public static string WhatAndPacket(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        string what = What(hop);
        return hop.Packet is null || !Changes(hop.Action) ? what
            : what.Length == 0 ? $"{hop.Packet}" : $"{what}\n{hop.Packet}";
    }

    /// <summary>Where in its namespace a hop is: "forward filter DOCKER-USER", "in by host0", "routing host0 -> docker0".</summary>
    public static string Where(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        return Display.Clean(hop.Layer switch
        {
            HopLayer.Netfilter when hop.Chain is not null => $"{hop.Hook} {Chain(hop)}",
            HopLayer.Netfilter => $"{hop.Hook}",
            HopLayer.Conntrack => "connection tracking",
            HopLayer.Routing => $"routing {hop.Device}",
            HopLayer.Link => hop.Action == HopAction.Enter ? $"in by {hop.InputInterface}" : $"out by {hop.OutputInterface}",
            HopLayer.Forwarder => "forwarder",
            _ => "socket",
        });
    }

    /// <summary>All hops of a path, one a line, with the one that decided marked and the packet where it changes.</summary>
    public static string Hops(PacketPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        List<string> lines = [];
        string? packet = null;
        PathDirection? direction = null;
        int place = Column(path.Hops.Select(h => Display.Clean(h.Place)), UsualPlace, LongestPlace);
        int where = Column(path.Hops.Select(Where), UsualWhere, LongestWhere);
        foreach (Hop hop in path.Hops)
        {
            if (direction == PathDirection.Original && hop.Direction == PathDirection.Reply)
            {
                lines.Add("and the answer:");
            }

            direction = hop.Direction;
            string now = hop.Packet?.ToString() ?? "";
            string mark = IsDecider(path, hop) ? "x " : "  ";
            lines.Add($"{mark}{Display.Clean(hop.Place).PadRight(place)} {Where(hop).PadRight(where)} {hop.Action}".TrimEnd());
            lines.AddRange(Under(What(hop), place));
            lines.AddRange(now == packet ? [] : Under(now, place));
            packet = now;
        }

        return string.Join('\n', lines);
    }

    /// <summary>As wide as the longest text in it, within reason.</summary>
    private static int Column(IEnumerable<string> texts, int usual, int longest) =>
        Math.Clamp(texts.Select(t => t.Length).DefaultIfEmpty().Max(), usual, longest);

    /// <summary>Lines below a hop, a little to the right of its second column.</summary>
    private static IEnumerable<string> Under(string text, int place)
    {
        int indent = Mark + place + 1 + Mark;
        return text.Length == 0 ? []
            : Display.Wrap(text, Label + indent).Split('\n').Select(line => new string(' ', indent) + line);
    }

    private static bool Changes(HopAction action) => action is HopAction.Enter or HopAction.Dnat or HopAction.Snat
        or HopAction.Masquerade or HopAction.Redirect or HopAction.Translate;

    private static bool IsDecider(PacketPath path, Hop hop) => path.DecidingHop is { } decider
        && decider.Layer == hop.Layer && decider.Chain == hop.Chain && decider.Handle == hop.Handle
        && decider.Number == hop.Number && decider.Hook == hop.Hook && decider.Direction == hop.Direction
        && decider.Place == hop.Place && decider.Action == hop.Action;
}
