using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Probes;

namespace ContainerNet.Tracing;

/// <summary>Makes one path of the trails that a packet left in every namespace that is followed.</summary>
internal sealed class PathComposer
{
    private readonly PathQuestion _question;
    private readonly TrailChain _chain;
    private readonly ProbeOutcome? _outcome;
    private readonly IReadOnlySet<string> _places;
    private readonly Func<SeenTrail, (HopReason? Reason, string Detail)> _whyNot;
    private readonly List<Hop> _hops = [];
    private Hop? _decider;

    private PathComposer(
        PathQuestion question, TrailChain chain, ProbeOutcome? outcome, IReadOnlySet<string> places,
        Func<SeenTrail, (HopReason? Reason, string Detail)> whyNot)
    {
        _question = question;
        _chain = chain;
        _outcome = outcome;
        _places = places;
        _whyNot = whyNot;
    }

    /// <summary>The verdict on what was seen so far, without hops: is there one already?</summary>
    /// <param name="chain">The trails of the conversation.</param>
    public static bool IsDecided(TrailChain chain)
    {
        if (chain.Legs.Count == 0)
        {
            return false;
        }

        SeenTrail last = chain.Legs[^1];
        return last.Trail.End is TrailEnd.Dropped or TrailEnd.Vanished
            || chain.Replies.Any(r => r.Trail.End is TrailEnd.Dropped or TrailEnd.Vanished)
            || (chain.Replies.Count > 0 && IsReset(chain.Replies[0]))
            || (chain.IsAnswered && (!chain.Forwarders.ContainsKey(chain.Legs.Count - 1)));
    }

    /// <summary>The path.</summary>
    /// <param name="question">What was sent.</param>
    /// <param name="packet">The packet as it was sent.</param>
    /// <param name="chain">The trails of the conversation.</param>
    /// <param name="outcome">What the sender met, or null when it was not waited for.</param>
    /// <param name="places">Names of the namespaces that were followed.</param>
    /// <param name="whyNot">Asks why a packet was not routed.</param>
    public static PacketPath Compose(
        PathQuestion question, PacketHeader packet, TrailChain chain, ProbeOutcome? outcome,
        IReadOnlySet<string> places, Func<SeenTrail, (HopReason? Reason, string Detail)> whyNot)
    {
        PathComposer composer = new(question, chain, outcome, places, whyNot);
        PathVerdict verdict = composer.Verdict();
        bool lossy = chain.Legs.Concat(chain.Replies).Any(t => t.Trail.Lossy);
        if (lossy && composer._decider is not { Layer: HopLayer.Netfilter, Action: HopAction.Drop or HopAction.Reject })
        {
            verdict = PathVerdict.Unknown;
        }

        return new PacketPath
        {
            From = question.From,
            To = question.To,
            Protocol = question.Protocol,
            Packet = packet,
            Verdict = verdict,
            Complete = !lossy,
            DecidingHop = verdict is PathVerdict.Delivered or PathVerdict.Unknown ? null : composer._decider,
            Hops = composer._hops,
            Message = PathSentence.Of(verdict, composer._decider, question.To),
            Observed = true,
        };
    }

    private PathVerdict Verdict()
    {
        if (_chain.Legs.Count == 0)
        {
            return NeverSeen();
        }

        for (int i = 0; i < _chain.Legs.Count; i++)
        {
            Append(_chain.Legs[i]);
            if (_chain.Forwarders.TryGetValue(i, out HostProcess? forwarder))
            {
                HandOver(_chain.Legs[i], forwarder);
            }

            if (Stopped(_chain.Legs[i]) is PathVerdict stopped)
            {
                return stopped;
            }
        }

        foreach (SeenTrail reply in _chain.Replies)
        {
            Append(reply);
            if (Stopped(reply) is PathVerdict stopped)
            {
                return stopped;
            }
        }

        return Arrived();
    }

    private bool EndsAtForwarder => _chain.Forwarders.ContainsKey(_chain.Legs.Count - 1);

    private void Append(SeenTrail seen) => _hops.AddRange(TrailHops.Of(seen.Place, seen.Trail, _question.Full));

    private void Decide(Hop hop)
    {
        _hops.Add(hop);
        _decider = hop;
    }

    /// <summary>A trail that ended before its time.</summary>
    private PathVerdict? Stopped(SeenTrail seen)
    {
        PathVerdict? verdict = TrailVerdict.Stopped(seen.Place, seen.Trail, _hops, _ => _whyNot(seen), out Hop? decider);
        _decider = decider ?? _decider;
        return verdict;
    }

    /// <summary>It went as far as it can be followed.</summary>
    private PathVerdict Arrived()
    {
        SeenTrail last = _chain.Legs[^1];
        if (_chain.Replies.Count > 0)
        {
            if (IsReset(_chain.Replies[0]))
            {
                return Refused(last, "nothing listens there: it was refused with a reset");
            }

            if (_chain.IsAnswered && (!EndsAtForwarder || _outcome?.State == PortState.Open))
            {
                return PathVerdict.Delivered;
            }
        }

        if (_outcome is { State: PortState.OpenButReset } closed)
        {
            return Refused(last, $"accepted, and closed again: there is no application behind it ({closed.Detail})");
        }

        if (_outcome is { State: PortState.Rejected or PortState.Refused } refused)
        {
            return Refused(last, refused.Detail);
        }

        if (last.Trail.End == TrailEnd.Left && _question.Receiver is { } receiver
            && receiver.Name != last.Place.Name && _places.Contains(receiver.Name) && IsFor(receiver, last))
        {
            Decide(After(last, HopLayer.Link, HopAction.Vanish) with
            {
                Reason = HopReason.NotArrived,
                Detail = $"it left by {last.Place.Links[last.Trail.Latest.Output]} and never arrived in {receiver.Name}",
            });
            return PathVerdict.Dropped;
        }

        Hop end = _hops.Last(h => h.Direction == PathDirection.Original) with { Reason = HopReason.NoAnswer };
        _decider = end with { Detail = end.Detail.Length > 0 ? end.Detail : TrailVerdict.Silence(end) };
        return PathVerdict.Unanswered;
    }

    private PathVerdict Refused(SeenTrail last, string detail)
    {
        int at = _hops.FindLastIndex(h => h.Direction == PathDirection.Original);
        _hops[at] = _hops[at] with { Reason = HopReason.NobodyListens, Detail = detail };
        _decider = _hops[at] with { Place = last.Place.Name };
        return PathVerdict.Rejected;
    }

    private PathVerdict NeverSeen()
    {
        if (_outcome is { State: PortState.Unknown or PortState.Rejected } && _outcome.Detail.Length > 0)
        {
            Decide(new Hop
            {
                Layer = HopLayer.Routing,
                Action = HopAction.Drop,
                Place = _question.Sender?.Name ?? (_question.Vantage == Vantage.External ? "the sender" : Hop.HostPlace),
                Reason = HopReason.NoRoute,
                Detail = $"the sender could not send it: {_outcome.Detail}",
            });
            return PathVerdict.Dropped;
        }

        Decide(new Hop
        {
            Layer = HopLayer.Link,
            Action = HopAction.Unknown,
            Detail = "no netfilter hook of this host saw the packet",
        });
        return PathVerdict.Unknown;
    }

    private void HandOver(SeenTrail seen, HostProcess forwarder) =>
        _hops.Add(TrailVerdict.HandOver(seen.Place, seen.Trail, forwarder, $"a connection to {_question.To}"));

    private static bool IsReset(SeenTrail reply) => TrailVerdict.IsReset(reply.Trail.First.Packet);

    private static bool IsFor(Container receiver, SeenTrail seen)
    {
        TraceHeader packet = seen.Trail.Latest.Packet;
        return receiver.Endpoints.Any(e => (e.IPv4 is not null && AddressNumber.Of(e.IPv4) == packet.Destination)
            || (e.IPv6 is not null && AddressNumber.Of(e.IPv6) == packet.Destination));
    }

    private static Hop After(SeenTrail seen, HopLayer layer, HopAction action) =>
        TrailVerdict.After(seen.Place, seen.Trail, layer, action);
}
