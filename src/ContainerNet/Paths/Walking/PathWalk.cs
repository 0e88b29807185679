using System.Net;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>One packet's way through the facts: from its sender to a socket or out of the host, over forwarders, and the
/// answer's way back. Made for one question, walked once for each choice of its forks.</summary>
internal sealed class PathWalk
{
    private const int MostConversations = 4;

    private readonly WalkMap _map;
    private readonly PathQuestion _question;
    private readonly HopLog _log;
    private readonly Journey _journey;
    private readonly List<string> _notes = [];
    private PathStart? _start;

    public PathWalk(WalkMap map, PathQuestion question, Forks forks)
    {
        _map = map;
        _question = question;
        _log = new HopLog(map.Facts.Firewalld);
        _journey = new Journey(map, _log, forks, question.Full);
    }

    /// <summary>Walks, with the choices that the forks have now.</summary>
    public WalkEnd Walk()
    {
        _log.Clear();
        _journey.Clear();
        _notes.Clear();
        PathVerdict verdict = Follow();
        return new WalkEnd
        {
            Verdict = verdict,
            Decider = _journey.Decider,
            Hops = _log.Hops,
            Doubt = _journey.Doubt,
            Notes = [.. _notes],
        };
    }

    private PathVerdict Follow()
    {
        if (PathStart.Of(_map, _question, out string obstacle) is not { } start)
        {
            return Unknown(_map.Host, new Packet(), obstacle);
        }

        List<Packet> conversations = [];
        PathStart next = _start = start;
        while (true)
        {
            JourneyEnd end = next.IsMade ? _journey.Send(next.Place, next.Packet, next.HasSource)
                : _journey.Receive(next.Place, next.Packet);
            if (end == JourneyEnd.Stopped)
            {
                return _journey.Verdict;
            }

            if (end == JourneyEnd.Outside)
            {
                _notes.Add($"taken for granted: {AddressNumber.ToAddress(next.Packet.Destination, next.Packet.IsIPv6)} answers");
                return Answer(next.Packet, conversations, _journey.At);
            }

            if (conversations.Count < MostConversations
                && Handover.Of(_map, _question, _journey.At, next.Packet) is { } forwarder)
            {
                _log.Add(_journey.At, HopLayer.Forwarder, HopAction.HandOver, next.Packet, detail: forwarder.Words);
                if (forwarder.Next is null)
                {
                    return Unknown(_journey.At, next.Packet, forwarder.Obstacle);
                }

                conversations.Add(next.Packet);
                next = forwarder.Next;
                continue;
            }

            return AtSocket(next.Packet, conversations);
        }
    }

    /// <summary>It arrived: does anybody take it?</summary>
    private PathVerdict AtSocket(Packet packet, List<Packet> conversations)
    {
        Place place = _journey.At;
        if (Sockets.For(place, packet, out bool isKnown) is not null)
        {
            return Answer(packet, conversations, place);
        }

        if (!isKnown)
        {
            return Unknown(place, packet, $"who listens in {place.Name} was not read");
        }

        int at = _log.Hops.Count - 1;
        Hop refused = _log.Hops[at] with
        {
            Reason = HopReason.NobodyListens,
            Detail = $"nothing listens on {Questionable(packet)} there",
        };
        _log.Hops[at] = refused;
        bool isTcp = packet.Protocol == Packet.Tcp;

        // Behind a forwarder the client's connection was accepted already, and is closed again.
        PathVerdict verdict = isTcp && conversations.Count == 0 ? Answer(packet, conversations, place, isReset: true) : PathVerdict.Rejected;
        if (verdict is PathVerdict.Delivered or PathVerdict.Rejected)
        {
            _journey.Decide(refused);
            return PathVerdict.Rejected;
        }

        return verdict;
    }

    /// <summary>The answer's way back, from the last conversation to the first.</summary>
    private PathVerdict Answer(Packet packet, List<Packet> conversations, Place place, bool isReset = false)
    {
        _log.Direction = PathDirection.Reply;
        Packet asked = packet;
        Place from = place;
        bool isOutside = _journey.IsOutside;
        for (int i = conversations.Count; i >= 0; i--)
        {
            Packet reply = Turned(asked, isReset);
            JourneyEnd end = isOutside ? _journey.Receive(from, Incoming(reply, asked)) : _journey.Send(from, reply, hasSource: true);
            isOutside = false;
            if (end == JourneyEnd.Stopped)
            {
                return _journey.Verdict;
            }

            if (i == 0)
            {
                return CameBack(end);
            }

            asked = conversations[i - 1];
            from = _map.Host;
        }

        return PathVerdict.Delivered;
    }

    /// <summary>Is the answer where the question came from?</summary>
    private PathVerdict CameBack(JourneyEnd end)
    {
        bool isBack = _start!.IsMade ? end == JourneyEnd.Arrived && _journey.At == _start.Place : end == JourneyEnd.Outside;
        if (isBack)
        {
            return PathVerdict.Delivered;
        }

        Hop last = _log.Hops[^1] with
        {
            Reason = HopReason.NotArrived,
            Detail = end == JourneyEnd.Outside ? $"the answer leaves by {_log.Hops[^1].OutputInterface}, not to who asked"
                : $"the answer ends in {_journey.At.Name}, where nobody asked",
        };
        _log.Hops[^1] = last;
        _journey.Decide(last);
        return PathVerdict.Unanswered;
    }

    private static Packet Incoming(Packet reply, Packet asked)
    {
        reply.Input = asked.Output;
        return reply;
    }

    private static Packet Turned(Packet packet, bool isReset) => new()
    {
        IsIPv6 = packet.IsIPv6,
        Source = packet.Destination,
        Destination = packet.Source,
        SourcePort = packet.DestinationPort,
        DestinationPort = packet.SourcePort,
        Protocol = packet.Protocol,
        TcpFlags = packet.Protocol != Packet.Tcp ? (byte)0 : isReset ? (byte)(Packet.Reset | Packet.Ack) : (byte)(Packet.Syn | Packet.Ack),
        IsReply = true,
    };

    private PathVerdict Unknown(Place place, Packet packet, string why)
    {
        _journey.Decide(_log.Add(place, HopLayer.Link, HopAction.Unknown, packet, detail: why));
        return PathVerdict.Unknown;
    }

    private static string Questionable(Packet packet) =>
        $"{new IPEndPoint(AddressNumber.ToAddress(packet.Destination, packet.IsIPv6), packet.DestinationPort)}";
}
