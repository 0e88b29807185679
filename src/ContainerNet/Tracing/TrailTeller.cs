using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Tracing;

/// <summary>Makes a path of each trail of real traffic, in order; with the trail of its answer where that is asked for. Works
/// on the thread that decodes, but for the end.</summary>
internal sealed class TrailTeller(TracedPlace place, TraceWatch watch, Action<PacketPath> told)
{
    private const int MostPending = 10_000;
    private static readonly long s_rulesLimit = TimeProvider.System.TimestampFrequency * 3;

    private readonly long _answerLimit = (long)(watch.AnswerLimit.TotalSeconds * TimeProvider.System.TimestampFrequency);
    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow();
    private readonly long _beganAt = TimeProvider.System.GetTimestamp();
    private readonly AddressNames _names = new(place.Facts.Facts);
    private readonly Queue<PacketTrail> _unread = new();
    private readonly LinkedList<PacketTrail> _pending = new();
    private readonly Dictionary<(int, TraceHeader), (HopReason?, string)> _reasons = [];

    /// <summary>Takes a trail at its end.</summary>
    public void Take(PacketTrail trail)
    {
        // One that nobody of us marked: it came in again by the loopback interface, or belongs to another trace.
        if (!trail.IsOurs)
        {
            place.Return(trail);
            return;
        }

        _unread.Enqueue(trail);
        Read(force: false);
    }

    /// <summary>Time passes.</summary>
    public void Tick(long now)
    {
        Read(force: _unread.TryPeek(out PacketTrail? first) && now - first.Seen > s_rulesLimit);
        while (_pending.First is { } oldest && (now - oldest.Value.Seen > _answerLimit || _pending.Count > MostPending))
        {
            _pending.RemoveFirst();
            Tell(oldest.Value, null);
        }
    }

    /// <summary>Tells what is left; nothing comes any more.</summary>
    public void Flush()
    {
        Read(force: true);
        while (_pending.First is { } oldest)
        {
            _pending.RemoveFirst();
            Tell(oldest.Value, null);
        }
    }

    /// <summary>Trails are read when the rules of their time are known: where those changed a moment ago, they wait.</summary>
    private void Read(bool force)
    {
        while (_unread.TryPeek(out PacketTrail? trail) && (force || place.Facts.Books.Reach(trail.Epoch)))
        {
            _unread.Dequeue();
            if (!watch.PairAnswers)
            {
                Tell(trail, null);
            }
            else if (trail.IsReply)
            {
                Answer(trail);
            }
            else if (trail.End is TrailEnd.Left or TrailEnd.Delivered)
            {
                _pending.AddLast(trail);
            }
            else
            {
                Tell(trail, null);
            }
        }
    }

    /// <summary>The answer to a packet that waits for one. What comes back over a forwarder or twice is nobody's.</summary>
    private void Answer(PacketTrail reply)
    {
        TraceHeader came = reply.Latest.Packet;
        for (LinkedListNode<PacketTrail>? node = _pending.First; node is not null; node = node.Next)
        {
            if (HeaderText.IsAnswer(node.Value.First.Packet, came)
                || HeaderText.IsAnswer(node.Value.Latest.Packet, reply.First.Packet))
            {
                _pending.Remove(node);
                Tell(node.Value, reply);
                return;
            }
        }

        place.Return(reply);
    }

    private void Tell(PacketTrail trail, PacketTrail? reply)
    {
        // Only for rule sets of tens of thousands; what comes meanwhile waits in the kernel's buffer.
        if (place.Facts.Books.At(trail.Epoch).Before?.LacksHandles == true)
        {
            place.ReadHandlesAsync(trail, CancellationToken.None).GetAwaiter().GetResult();
        }

        PathVerdict verdict = TrailVerdict.Of(place.Facts, trail, reply, watch, WhyNot, out List<Hop> hops, out Hop? decider);
        bool lossy = trail.Lossy || reply?.Lossy == true;
        bool known = place.Facts.Books.Reach(trail.Epoch);
        if (lossy && decider is not { Layer: HopLayer.Netfilter, Action: HopAction.Drop or HopAction.Reject })
        {
            verdict = PathVerdict.Unknown;
        }

        TraceHeader first = trail.First.Packet, last = trail.Latest.Packet;
        string to = _names.Text(last.Destination, last.DestinationPort, last.IsIPv6);
        Container? container = _names.Of(last.Destination) ?? _names.Of(first.Source) ?? _names.Of(last.Source);
        told(new PacketPath
        {
            From = _names.Text(first.Source, 0, first.IsIPv6),
            To = to,
            Protocol = HeaderText.ProtocolOf(first.Transport) ?? Protocol.Tcp,
            Packet = hops[0].Packet!,
            Verdict = verdict,
            Complete = !lossy && known,
            DecidingHop = verdict is PathVerdict.Delivered or PathVerdict.Unknown ? null : decider,
            Hops = hops,
            Message = TrailVerdict.Sentence(verdict, decider, to, hops, watch.PairAnswers),
            Observed = true,
            Engine = container?.Engine,
            Container = container?.Name,
            HostName = place.Facts.Facts.Host.Name,
            StartedAt = _began + TimeProvider.System.GetElapsedTime(_beganAt, trail.Started),
            ElapsedMs = TimeProvider.System.GetElapsedTime(trail.Started, reply?.Seen ?? trail.Seen).TotalMilliseconds,
            Notes = Notes(known),
        });
        place.Return(trail);
        if (reply is not null)
        {
            place.Return(reply);
        }
    }

    private static IReadOnlyList<string> Notes(bool known) => known ? []
        : ["the rules were changed meanwhile and could not be read again; a rule's text may be that of another time"];

    /// <summary>Asked once for packets that are alike: there may be thousands of them.</summary>
    private (HopReason?, string) WhyNot(TrailHeader header)
    {
        (int, TraceHeader) key = (header.Input, header.Packet with { SourcePort = 0, DestinationPort = 0, Sequence = 0, TcpFlags = 0 });
        if (_reasons.TryGetValue(key, out (HopReason?, string) known))
        {
            return known;
        }

        const int MostReasons = 256;
        if (_reasons.Count >= MostReasons)
        {
            _reasons.Clear();
        }

        return _reasons[key] = RouteQuestion.WhyNot(header.Packet, header.Input, place.Facts.Links);
    }
}
