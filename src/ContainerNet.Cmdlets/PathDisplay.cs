using System.Globalization;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Cmdlets;

/// <summary>What the views of paths and hops call.</summary>
public static class PathDisplay
{
    // "Verdict : " and "Message : ", the longest labels of the list view.
    private const int Label = 10;

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

    /// <summary>The chain of a hop: "filter DOCKER-USER", with a word where it is one of the legacy tables.</summary>
    public static string Chain(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        return Display.Clean(HopWords.Chain(hop));
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

    /// <summary>All of a path as a tree: places, hops, the one that decided with what is known about it, other ways.</summary>
    public static string Tree(PacketPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return PathTree.Of(path, Display.Width(Label));
    }

    /// <summary>The verdict, and where it comes from: "Dropped (observed, 253 ms)", "Delivered (predicted, nothing was sent)".</summary>
    public static string Summary(PacketPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string source = path.Observed ? $"observed, {Elapsed(path.ElapsedMs)} ms" : "predicted, nothing was sent";
        string others = string.Concat(Others(path).Select(v => $" or {Verdict(v)}"));
        return $"{Verdict(path.Verdict)}{others} ({source}{(path.Complete ? "" : "; incomplete")})";
    }

    /// <summary>The verdict's sentence, and what else may become of the same packet.</summary>
    /// <param name="path">The path.</param>
    /// <param name="before">How many columns the view takes on its left.</param>
    public static string Sentence(PacketPath path, int before)
    {
        ArgumentNullException.ThrowIfNull(path);
        string others = string.Join(" or ", Others(path));
        return Display.Wrap(others.Length == 0 ? path.Message : $"{path.Message} Or {others}, as it may happen.", before);
    }

    private static IEnumerable<PathVerdict> Others(PacketPath path) =>
        path.Alternatives.Select(a => a.Verdict).Where(v => v != path.Verdict).Distinct();

    /// <summary>Both in one cell, for two paths under each other.</summary>
    /// <param name="path">The path.</param>
    /// <param name="before">How many columns the view takes on its left.</param>
    public static string SummaryAndTree(PacketPath path, int before)
    {
        ArgumentNullException.ThrowIfNull(path);
        return $"{Summary(path)}\n{PathTree.Of(path, Display.Width(before))}";
    }

    /// <summary>What the comparison of two paths came to, in its colour.</summary>
    public static string Agreement(PathAgreement agreement) => agreement switch
    {
        PathAgreement.Same => $"{Display.Green}{agreement}{Display.Reset}",
        PathAgreement.Different => $"{Display.Red}{agreement}{Display.Reset}",
        _ => $"{Display.Yellow}{agreement}{Display.Reset}",
    };

    /// <summary>In what two paths differ, under each other; where that cannot be told, why not.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="before">How many columns the view takes on its left.</param>
    public static string Differences(PathComparison comparison, int before)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return comparison.Differences.Count > 0 ? Display.Lines(comparison.Differences, before)
            : comparison.Agreement == PathAgreement.Undecided ? Display.Lines(comparison.Notes, before) : "";
    }

    /// <summary>Where a packet was to go, with its transport.</summary>
    public static string Target(PacketPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Display.Clean($"{path.To} ({path.Protocol.ToString().ToLowerInvariant()})");
    }

    private static bool Changes(HopAction action) => action is HopAction.Enter or HopAction.Dnat or HopAction.Snat
        or HopAction.Masquerade or HopAction.Redirect or HopAction.Translate;
}
