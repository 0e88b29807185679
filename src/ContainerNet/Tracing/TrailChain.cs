using System.Net;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Tracing;

/// <summary>Finds, among the trails of all namespaces that are followed, those of one conversation: the packet from place to
/// place, over forwarders that open a connection of their own, and the answer's way back.</summary>
internal sealed class TrailChain
{
    private readonly PathQuestion _question;
    private readonly IReadOnlyList<SeenTrail> _trails;
    private readonly HashSet<PacketTrail> _used = [];
    private readonly List<SeenTrail> _legs = [];
    private readonly List<SeenTrail> _replies = [];

    private TrailChain(PathQuestion question, IReadOnlyList<SeenTrail> trails)
    {
        _question = question;
        _trails = trails;
    }

    /// <summary>The packet's trails in order.</summary>
    public IReadOnlyList<SeenTrail> Legs => _legs;

    /// <summary>The answer's trails in order.</summary>
    public IReadOnlyList<SeenTrail> Replies => _replies;

    /// <summary>The program that took the connection after a leg, by the leg's number.</summary>
    public Dictionary<int, HostProcess> Forwarders { get; } = [];

    /// <summary>Did the answer come all the way back?</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Finds them.</summary>
    /// <param name="question">What was sent.</param>
    /// <param name="packet">The packet as it was sent.</param>
    /// <param name="trails">All trails so far, in the order in which they ended.</param>
    public static TrailChain Find(PathQuestion question, in TraceHeader packet, IReadOnlyList<SeenTrail> trails)
    {
        TrailChain chain = new(question, trails);
        chain.Follow(packet);
        chain.Return();
        return chain;
    }

    private void Follow(TraceHeader packet)
    {
        // Every namespace has a stream of its own, so their moments cannot be compared: it begins where the sender is.
        string origin = _question.Sender is { IsHostNetwork: false } sender ? sender.Name : Hop.HostPlace;
        SeenTrail? leg = _trails.Where(t => IsFree(t) && !t.Trail.IsReply && t.Trail.IsOurs && SameAddresses(t.Trail.First.Packet, packet))
            .OrderBy(t => t.Place.Name == origin ? 0 : 1)
            .ThenBy(t => t.Trail.Started)
            .FirstOrDefault();
        const int MostLegs = 16;
        while (leg is not null && _legs.Count < MostLegs)
        {
            _used.Add(leg.Trail);
            _legs.Add(leg);
            leg = leg.Trail.End switch
            {
                TrailEnd.Left => AfterLeaving(leg),
                TrailEnd.Delivered => AfterForwarder(leg),
                _ => null,
            };
        }
    }

    /// <summary>The same packet where it came in again: by the loopback interface, or in another namespace. One that is
    /// bridged from container to container may show itself to the host in between, or not.</summary>
    private SeenTrail? AfterLeaving(SeenTrail leg)
    {
        TraceHeader left = leg.Trail.Latest.Packet;
        bool isLoopback = leg.Trail.Latest.Output == leg.Place.Links.Loopback;
        return _trails.Where(t => IsFree(t) && t.Trail.First.Marker == TraceMarker.Pre && t.Trail.First.Packet == left
                && (isLoopback ? t.Place == leg.Place && t.Trail.First.Input == t.Place.Links.Loopback : t.Place != leg.Place))
            .OrderBy(t => t.Place.Name == Hop.HostPlace ? 0 : 1)
            .FirstOrDefault();
    }

    /// <summary>The packet that a forwarder sends after it took one.</summary>
    private SeenTrail? AfterForwarder(SeenTrail leg)
    {
        if (leg.Place.Name != Hop.HostPlace
            || ForwarderOf.Port(leg.Place.Facts, leg.Trail.Latest.Packet) is not { } forwarder)
        {
            return null;
        }

        Forwarders[_legs.Count - 1] = forwarder;
        TraceHeader taken = leg.Trail.Latest.Packet;
        return _trails.Where(t => IsFree(t) && !t.Trail.IsReply && t.Trail.First.Packet.Transport == taken.Transport && IsForReceiver(t, forwarder))
            .OrderBy(t => t.Place.Name == Hop.HostPlace ? 0 : 1)
            .ThenBy(t => t.Trail.Started)
            .FirstOrDefault();
    }

    private bool IsForReceiver(SeenTrail seen, HostProcess forwarder)
    {
        TraceHeader packet = seen.Trail.First.Packet;
        if (IPEndPoint.TryParse(forwarder.ForwardsTo ?? "", out IPEndPoint? target) && !IPAddress.IsLoopback(target.Address))
        {
            return packet.DestinationPort == target.Port && packet.Destination == AddressNumber.Of(target.Address);
        }

        // rootlessport and pasta open their connection inside the container's own namespace.
        return seen.Place.Name != Hop.HostPlace && packet.DestinationPort == _question.ReceiverPort;
    }

    /// <summary>The answer's way back, leg by leg.</summary>
    private void Return()
    {
        for (int i = _legs.Count - 1; i >= 0; i--)
        {
            SeenTrail leg = _legs[i];
            TraceHeader asked = leg.Trail.Latest.Packet;
            SeenTrail? reply = _trails.Where(t => IsFree(t) && t.Trail.IsReply && t.Place == leg.Place
                    && HeaderText.IsAnswer(asked, t.Trail.First.Packet))
                .MinBy(t => t.Trail.Started);
            if (reply is null)
            {
                // What was sent back over the loopback interface comes in where it went out.
                IsAnswered = false;
                if (_replies.Count > 0 || i < _legs.Count - 1)
                {
                    continue;
                }

                return;
            }

            _used.Add(reply.Trail);
            _replies.Add(reply);
            IsAnswered = reply.Trail.End is TrailEnd.Delivered or TrailEnd.Left;
        }
    }

    private bool IsFree(SeenTrail seen) => !_used.Contains(seen.Trail) && (seen.Trail.IsOurs
        || seen.Trail.First.Input == seen.Place.Links.Loopback || seen.Place.Name != Hop.HostPlace);

    private static bool SameAddresses(in TraceHeader left, in TraceHeader right) =>
        left.Source == right.Source && left.Destination == right.Destination && left.SourcePort == right.SourcePort
        && left.DestinationPort == right.DestinationPort && left.Transport == right.Transport;
}
