using System.Globalization;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Tracing;

/// <summary>What a trail's end means.</summary>
internal static class TrailVerdict
{
    private const byte Reset = 0x04, Tcp = 6;

    /// <summary>The verdict of a trail that ended before its time; null for one that went as far as it could.</summary>
    /// <param name="place">The namespace.</param>
    /// <param name="trail">The trail.</param>
    /// <param name="hops">Its hops, which may get one more.</param>
    /// <param name="whyNot">Asks why a packet was not routed.</param>
    /// <param name="decider">The hop that decided.</param>
    public static PathVerdict? Stopped(
        PlaceFacts place, PacketTrail trail, List<Hop> hops,
        Func<TrailHeader, (HopReason? Reason, string Detail)> whyNot, out Hop? decider)
    {
        decider = null;
        switch (trail.End)
        {
            case TrailEnd.Dropped:
                decider = hops[^1];
                return decider.Action == HopAction.Reject ? PathVerdict.Rejected : PathVerdict.Dropped;
            case TrailEnd.Vanished when trail.Marker is TraceMarker.PreEnd or TraceMarker.OutputEnd:
                (HopReason? reason, string detail) = whyNot(trail.Latest);
                decider = After(place, trail, HopLayer.Routing, HopAction.Drop) with { Hook = null, Reason = reason, Detail = detail };
                break;
            case TrailEnd.Vanished when hops[^1].Action == HopAction.Queue:
                decider = hops[^1] with { Detail = "a program of user space was asked (queue), and did not answer" };
                return PathVerdict.Unknown;
            case TrailEnd.Vanished:
                Hop vanished = After(place, trail, HopLayer.Netfilter, HopAction.Vanish) with
                {
                    Detail = "it came to this hook and did not leave it; connection tracking or a module dropped it",
                };
                decider = LegacyHops.Decider(place, trail, vanished);
                if (decider is null && place.HasUnseenLegacy)
                {
                    decider = vanished with { Detail = "it came to this hook and did not leave it; there are tables of "
                        + "iptables-legacy, which could not be followed" };
                    hops.Add(decider);
                    return PathVerdict.Unknown;
                }

                hops.Add(decider ??= vanished);
                return decider.Action == HopAction.Reject ? PathVerdict.Rejected : PathVerdict.Dropped;
            default:
                return null;
        }

        hops.Add(decider);
        return PathVerdict.Dropped;
    }

    /// <summary>The verdict of a packet that passed one namespace, with its answer where one was seen.</summary>
    public static PathVerdict Of(
        PlaceFacts place, PacketTrail trail, PacketTrail? reply, TraceWatch watch,
        Func<TrailHeader, (HopReason? Reason, string Detail)> whyNot, out List<Hop> hops, out Hop? decider)
    {
        hops = TrailHops.Of(place, trail, watch.Full);
        if (Stopped(place, trail, hops, whyNot, out decider) is PathVerdict stopped)
        {
            return stopped;
        }

        if (trail.End == TrailEnd.Delivered && ForwarderOf.Port(place.Facts, trail.Latest.Packet) is { } forwarder)
        {
            hops.Add(HandOver(place, trail, forwarder, "a connection of its own"));
        }

        if (reply is null)
        {
            decider = watch.PairAnswers ? hops[^1] with { Reason = HopReason.NoAnswer, Detail = Silence(hops[^1]) } : null;
            return watch.PairAnswers ? PathVerdict.Unanswered : PathVerdict.Delivered;
        }

        int end = hops.Count - 1;
        hops.AddRange(TrailHops.Of(place, reply, watch.Full));
        if (Stopped(place, reply, hops, whyNot, out decider) is PathVerdict lost)
        {
            return lost;
        }

        if (!IsReset(reply.First.Packet))
        {
            return PathVerdict.Delivered;
        }

        decider = hops[end] = hops[end] with { Reason = HopReason.NobodyListens, Detail = "refused with a reset: nothing listens there" };
        return PathVerdict.Rejected;
    }

    /// <summary>The verdict in one sentence.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="decider">The hop that decided, or null.</param>
    /// <param name="to">Where it was to go.</param>
    /// <param name="hops">All hops.</param>
    /// <param name="paired">Whether answers were waited for.</param>
    public static string Sentence(PathVerdict verdict, Hop? decider, string to, IReadOnlyList<Hop> hops, bool paired) =>
        verdict != PathVerdict.Delivered || paired ? PathSentence.Of(verdict, decider, to)
            : hops[^1].Layer is HopLayer.Socket or HopLayer.Forwarder ? $"Given to the socket of {to} on this host."
            : $"Passed this host, and left by {hops[^1].OutputInterface} for {to}.";

    /// <summary>Is it a TCP reset (RFC 9293, 3.5.2)?</summary>
    public static bool IsReset(in TraceHeader packet) => packet.Transport == Tcp && (packet.TcpFlags & Reset) != 0;

    /// <summary>Where an answer is missing.</summary>
    public static string Silence(Hop end) => end.Layer is HopLayer.Socket or HopLayer.Forwarder
        ? $"it reached the socket in {end.Place}, which did not answer"
        : $"it left {(end.Place == Hop.HostPlace ? "this host" : end.Place)} by {end.OutputInterface}, and nothing came back";

    /// <summary>The program that takes a connection and opens another one.</summary>
    public static Hop HandOver(PlaceFacts place, PacketTrail trail, HostProcess forwarder, string target) =>
        After(place, trail, HopLayer.Forwarder, HopAction.HandOver) with
        {
            Hook = null,
            Detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{forwarder.Name} ({forwarder.ProcessId}) takes it and opens {(forwarder.ForwardsTo is null ? target : $"a connection to {forwarder.ForwardsTo}")}"),
        };

    /// <summary>A hop behind the last one of a trail, which looks like it.</summary>
    public static Hop After(PlaceFacts place, PacketTrail trail, HopLayer layer, HopAction action)
    {
        TrailHeader header = trail.Latest;
        return new Hop
        {
            Layer = layer,
            Action = action,
            Direction = trail.IsReply ? PathDirection.Reply : PathDirection.Original,
            Place = place.Name,
            Hook = TraceHooks.Of(trail.Marker),
            InputInterface = place.Links[header.Input],
            OutputInterface = place.Links[header.Output],
            Packet = HeaderText.Words(header.Packet),
        };
    }
}
