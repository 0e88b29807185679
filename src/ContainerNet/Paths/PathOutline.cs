namespace ContainerNet.Paths;

/// <summary>A path as a picture tells it: sections by place, a row a hop, and which rows stand out. The pictures themselves
/// (the tree of the terminal, SVG) only lay it out.</summary>
public static class PathOutline
{
    /// <summary>The whole path.</summary>
    public static IReadOnlyList<PathSection> Of(PacketPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Sections(path, 0);
    }

    /// <summary>What another way of the same packet has that the path itself has not: from the first hop that differs.</summary>
    /// <param name="path">The path.</param>
    /// <param name="alternative">One of its alternatives.</param>
    public static IReadOnlyList<PathSection> Of(PacketPath path, PacketPath alternative)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(alternative);
        int common = path.Hops.Zip(alternative.Hops).TakeWhile(pair => pair.First == pair.Second).Count();
        return Sections(alternative, Math.Min(common, Math.Max(0, alternative.Hops.Count - 1)));
    }

    /// <summary>The container that a packet was for and was stopped before; null where it came to it, or where that is not known.</summary>
    public static string? Unreached(PacketPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Verdict is PathVerdict.Dropped or PathVerdict.Rejected && path.DecidingHop is
            { Direction: PathDirection.Original, Layer: not (HopLayer.Socket or HopLayer.Forwarder) }
            && path.Hops.All(h => h.Place != path.Container) ? path.Container : null;
    }

    private static List<PathSection> Sections(PacketPath path, int first)
    {
        int marked = Marked(path);
        List<PathSection> sections = [];
        List<PathRow> rows = [];
        PacketHeader? packet = first > 0 ? path.Hops[first - 1].Packet : null;
        for (int i = first; i < path.Hops.Count; i++)
        {
            Hop hop = path.Hops[i];
            if (sections.Count == 0 || sections[^1].Place != hop.Place || sections[^1].Direction != hop.Direction)
            {
                rows = [];
                sections.Add(new PathSection(hop.Place, hop.Direction, rows));
            }

            // Where the decider is no hop of the path, as with one that was changed to say that no answer came, its words count.
            Hop shown = i == marked && path.DecidingHop is { } decider ? decider : hop;
            rows.Add(new PathRow(
                hop, HopWords.Step(shown), HopWords.Where(shown), HopWords.Action(shown), HopWords.Change(packet, hop.Packet),
                HopWords.Text(shown), i == marked ? MarkOf(path.Verdict) : PathMark.None));
            packet = hop.Packet ?? packet;
        }

        return sections;
    }

    /// <summary>The hop that decided; in a path of which nothing is concluded, the one that was not understood. -1 for none.</summary>
    private static int Marked(PacketPath path)
    {
        for (int i = path.Hops.Count - 1; i >= 0; i--)
        {
            Hop hop = path.Hops[i];
            if (path.DecidingHop is { } decider ? IsSame(decider, hop)
                : path.Verdict == PathVerdict.Unknown && hop.Action == HopAction.Unknown)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsSame(Hop decider, Hop hop) => ReferenceEquals(decider, hop)
        || (decider.Layer == hop.Layer && decider.Chain == hop.Chain && decider.Table == hop.Table && decider.Handle == hop.Handle
            && decider.Number == hop.Number && decider.Hook == hop.Hook && decider.Direction == hop.Direction
            && decider.Place == hop.Place && decider.Action == hop.Action);

    private static PathMark MarkOf(PathVerdict verdict) =>
        verdict is PathVerdict.Dropped or PathVerdict.Rejected ? PathMark.Broken : PathMark.Doubtful;
}
