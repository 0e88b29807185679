using System.Globalization;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;
using ContainerNet.Paths.Walking;

namespace ContainerNet.Paths;

/// <summary>
/// Says what would happen to a packet, from facts alone: nothing is sent, and the host may be a thousand miles away. Where
/// something on the way was not read or not understood, and it makes a difference, the verdict is Unknown and names it. Not for use
/// by several threads at once.
/// </summary>
public sealed class PathPredictor
{
    // Each endpoint of a large service of Kubernetes is a way of its own.
    private const int MostWays = 2000;
    private const int MostAlternatives = 16;

    private readonly Snapshot _facts;
    private readonly WalkMap _map;
    private readonly Forks _forks = new();

    /// <summary>For the host of a snapshot. Its rules are made ready at the first packet.</summary>
    public PathPredictor(Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        _facts = facts;
        _map = new WalkMap(facts);
    }

    /// <summary>Walks the packet's way and the answer's.</summary>
    public PacketPath Predict(PathQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        _forks.Clear();
        PathWalk walk = new(_map, question, _forks);
        List<(WalkEnd End, string Choices)> ends = [];
        int ways = 0;
        bool isCut = false;
        do
        {
            WalkEnd end = walk.Walk();
            isCut |= _forks.IsCut;
            if (!ends.Exists(e => e.End.IsLike(end)))
            {
                ends.Add((end, ForkWords.Of(_forks.Taken)));
            }
        }
        while (++ways < MostWays && _forks.Next());

        isCut |= ways == MostWays;
        return Judge(question, ends, isCut);
    }

    private PacketPath Judge(PathQuestion question, List<(WalkEnd End, string Choices)> ends, bool isCut)
    {
        WalkEnd first = ends[0].End;
        if (ends.Count > 1 && ends.Select(e => e.End.Doubt).FirstOrDefault(d => d is not null) is { } doubt)
        {
            return Doubtful(question, first, doubt);
        }

        List<string> notes = [.. first.Notes, .. Unread(question)];
        if (isCut)
        {
            notes.Add("there are more ways than were followed: some are missing here");
        }

        PacketPath path = New(question, first, notes);
        if ((isCut || Unread(question).Any()) && first.Verdict is PathVerdict.Delivered or PathVerdict.Unanswered)
        {
            return Blind(path, notes[^1]);
        }

        return path with
        {
            Alternatives = [.. ends.Skip(1).Take(MostAlternatives).Select(e => New(question, e.End, [.. e.End.Notes, e.Choices]))],
            Notes = ends.Count > 1 ? [.. notes, ends[0].Choices] : notes,
        };
    }

    /// <summary>Certain up to what was not understood, and nothing after.</summary>
    private PacketPath Doubtful(PathQuestion question, WalkEnd end, WalkDoubt doubt)
    {
        Hop unknown = new()
        {
            Layer = HopLayer.Netfilter,
            Action = HopAction.Unknown,
            Place = doubt.Place.Name,
            Hook = HopLog.NameOf(doubt.Hook),
            Detail = $"not understood: {doubt.Fork.Text}",
        };
        if (doubt.Fork.Chain is { } chain)
        {
            unknown = new HopLog(_facts.Firewalld).OfRule(unknown, chain, doubt.Fork.Rule);
            unknown = doubt.Fork.Rule is null ? unknown with { Rule = null } : unknown;
        }

        List<Hop> hops = [.. end.Hops.Take(doubt.HopsBefore)];
        Hop? before = hops.Count > 0 ? hops[^1] : null;
        unknown = unknown with
        {
            Direction = before?.Direction ?? PathDirection.Original,
            InputInterface = before?.InputInterface,
            OutputInterface = before?.OutputInterface,
            Packet = before?.Packet,
        };
        hops.Add(unknown);
        return New(question, end with { Verdict = PathVerdict.Unknown, Decider = unknown, Hops = hops }, Unread(question));
    }

    private static PacketPath Blind(PacketPath path, string why) => path with
    {
        Verdict = PathVerdict.Unknown,
        Complete = false,
        DecidingHop = path.DecidingHop ?? new Hop { Layer = HopLayer.Netfilter, Action = HopAction.Unknown, Detail = why },
        Message = $"Nothing can be said about the way to {path.To}: {why}.",
    };

    private PacketPath New(PathQuestion question, WalkEnd end, IEnumerable<string> notes)
    {
        Container? container = question.Receiver ?? question.Sender;
        Hop? start = end.Hops.Count > 0 ? end.Hops[0] : null;
        return new PacketPath
        {
            From = question.From,
            To = question.To,
            Protocol = question.Protocol,
            Packet = start?.Packet ?? new PacketHeader
            {
                Protocol = question.Protocol, Destination = question.Address, DestinationPort = question.Port,
            },
            Verdict = end.Verdict,
            Complete = end.Verdict != PathVerdict.Unknown,
            DecidingHop = end.Decider,
            Hops = end.Hops,
            Message = end.Verdict == PathVerdict.Delivered
                ? $"Reaches {question.To}, and the answer comes back."
                : PathSentence.Of(end.Verdict, end.Decider, question.To),
            Observed = false,
            Engine = container?.Engine,
            Container = container?.Name,
            Port = question.IsPublished ? question.Port : null,
            HostName = _facts.Host.Name,
            StartedAt = _facts.CollectedAt,
            Notes = [.. notes.Where(n => n.Length > 0)],
        };
    }

    /// <summary>What of the host was not read, so that nothing may be said to get through.</summary>
    private IEnumerable<string> Unread(PathQuestion question)
    {
        bool isIPv6 = question.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        FactKinds rules = isIPv6 ? FactKinds.Firewall6 : FactKinds.Firewall;
        foreach (Gap gap in _facts.Gaps.Where(g => (g.Facts & (rules | FactKinds.Links)) != FactKinds.None && HidesRules(g)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{gap.Source} was not read: {gap.Reason}");
        }

        if ((_facts.Collected & (rules | FactKinds.Links)) != (rules | FactKinds.Links))
        {
            yield return "the rules or the interfaces of the host were not collected";
        }
    }

    /// <summary>A partial gap may be about what was read in another way; that of a tool that shows rules is not.</summary>
    private static bool HidesRules(Gap gap) => !gap.Partial || string.Equals(gap.Source, "nft", StringComparison.Ordinal)
        || gap.Source.EndsWith("-legacy-save", StringComparison.Ordinal) || gap.Source.Contains("tables_names", StringComparison.Ordinal);
}
