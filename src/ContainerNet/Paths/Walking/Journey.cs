using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>Carries one packet from namespace to namespace until it arrives, leaves or is stopped.</summary>
internal sealed class Journey
{
    // From a container by the host into another container, back by the loopback interface: more is a circle.
    private const int MostPlaces = 12;

    private readonly WalkMap _map;
    private readonly HopLog _log;
    private readonly Forks _forks;
    private readonly bool _full;
    private readonly Tracker _tracker = new();
    private readonly List<RuleStep> _steps = [];

    public Journey(WalkMap map, HopLog log, Forks forks, bool full)
    {
        _map = map;
        _log = log;
        _forks = forks;
        _full = full;
        At = map.Host;
    }

    /// <summary>The namespace where the packet is, or which it left last.</summary>
    public Place At { get; private set; }

    /// <summary>Did it leave for other machines?</summary>
    public bool IsOutside { get; private set; }

    /// <summary>The verdict of a packet that was stopped.</summary>
    public PathVerdict Verdict { get; private set; }

    /// <summary>The hop that decided.</summary>
    public Hop? Decider { get; private set; }

    /// <summary>The first thing that was not understood, or null.</summary>
    public WalkDoubt? Doubt { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _tracker.Clear();
        At = _map.Host;
        IsOutside = false;
        Decider = null;
        Doubt = null;
        Verdict = PathVerdict.Unknown;
    }

    /// <summary>Makes a hop the one that decided.</summary>
    public void Decide(Hop hop) => Decider = hop;

    /// <summary>A packet that a socket of a namespace sends.</summary>
    public JourneyEnd Send(Place place, Packet packet, bool hasSource)
    {
        IsOutside = false;
        At = place;
        packet.Input = null;
        RouteAnswer route = place.Routing.OfOutput(packet, hasSource);
        packet.Output = route.Link?.Name;
        if (route.Kind is RouteKind.Closed or RouteKind.Unknown)
        {
            return Closed(place, packet, route);
        }

        _log.Add(place, HopLayer.Socket, HopAction.Enter, packet);
        (WideNumber destination, WideNumber source, uint mark) before = (packet.Destination, packet.Source, packet.Mark);
        if (!Pass(place, PacketHook.Output, packet))
        {
            return JourneyEnd.Stopped;
        }

        // What was rewritten is routed once more (net/ipv4/netfilter.c, ip_route_me_harder).
        if (before != (packet.Destination, packet.Source, packet.Mark))
        {
            route = place.Routing.OfOutput(packet, hasSource: true);
            if (route.Kind is RouteKind.Closed or RouteKind.Unknown)
            {
                return Closed(place, packet, route);
            }

            packet.Output = route.Link?.Name;
        }

        return Leave(place, packet, route);
    }

    /// <summary>A packet that came in by an interface.</summary>
    public JourneyEnd Receive(Place place, Packet packet)
    {
        IsOutside = false;
        for (int count = 0; count < MostPlaces; count++)
        {
            At = place;
            _log.Add(place, HopLayer.Link, HopAction.Enter, packet);
            if (!Pass(place, PacketHook.Prerouting, packet))
            {
                return JourneyEnd.Stopped;
            }

            RouteAnswer route = place.Routing.OfInput(packet);
            switch (route.Kind)
            {
                case RouteKind.Local:
                    return Deliver(place, packet);
                case RouteKind.Forward:
                    break;
                default:
                    return Closed(place, packet, route);
            }

            packet.Output = route.Link!.Name;
            _log.Add(place, HopLayer.Routing, HopAction.Forward, packet);
            packet.HopLimit--;
            if (!Pass(place, PacketHook.Forward, packet) || !Pass(place, PacketHook.Postrouting, packet))
            {
                return JourneyEnd.Stopped;
            }

            JourneyEnd? end = Cross(place, packet, route, out Place next);
            if (end is not null)
            {
                return end.Value;
            }

            place = next;
        }

        return Stop(PathVerdict.Unknown, _log.Add(place, HopLayer.Routing, HopAction.Unknown, packet,
            detail: "the packet goes round in circles"));
    }

    private JourneyEnd Deliver(Place place, Packet packet)
    {
        packet.Output = null;
        if (!Pass(place, PacketHook.Input, packet))
        {
            return JourneyEnd.Stopped;
        }

        _log.Add(place, HopLayer.Socket, HopAction.Deliver, packet);
        return JourneyEnd.Arrived;
    }

    /// <summary>After the output hook: out, and into whatever is at the other end.</summary>
    private JourneyEnd Leave(Place place, Packet packet, RouteAnswer route)
    {
        if (!Pass(place, PacketHook.Postrouting, packet))
        {
            return JourneyEnd.Stopped;
        }

        return Cross(place, packet, route, out Place next) ?? Receive(next, packet);
    }

    /// <summary>Over the link; null when it is in another namespace now, or came back by the loopback interface.</summary>
    private JourneyEnd? Cross(Place place, Packet packet, RouteAnswer route, out Place next)
    {
        next = place;
        _log.Add(place, HopLayer.Link, HopAction.Leave, packet);
        Passage passage = _map.Wiring.Follow(place, route.Link!, route.NextHop, packet.IsIPv6);
        switch (passage.Kind)
        {
            case PassageKind.Loopback:
                return Return(place, packet);
            case PassageKind.Outside:
                IsOutside = true;
                return JourneyEnd.Outside;
            case PassageKind.Into:
                next = passage.Place!;
                return Arrive(packet, passage);
            case PassageKind.Broken:
                return Broken(passage);
            default:
                return Stop(PathVerdict.Unknown, _log.Add(place, HopLayer.Link, HopAction.Unknown, packet, detail: passage.Detail));
        }
    }

    /// <summary>Back in by the loopback interface. It keeps its connection and is not routed again: it carries its route along.</summary>
    private JourneyEnd Return(Place place, Packet packet)
    {
        packet.Input = packet.Output;
        packet.Output = null;
        _log.Add(place, HopLayer.Link, HopAction.Enter, packet);
        return Pass(place, PacketHook.Prerouting, packet, isNew: false) ? Deliver(place, packet) : JourneyEnd.Stopped;
    }

    /// <summary>Into the namespace at the other end of a cable, over a bridge of the host if one is in between.</summary>
    private JourneyEnd? Arrive(Packet packet, in Passage passage)
    {
        bool? sees = passage.InputPort is null ? false : _map.SeesBridged(passage.Bridge ?? passage.Input!, packet.IsIPv6);
        if (passage.InputPort is not null && (sees is null || _map.OddChains.Count > 0))
        {
            string why = sees is null ? "whether the rules see what crosses a bridge was not read"
                : $"chain {_map.OddChains[0].Name} of {_map.OddChains[0].Table} is at a hook that is not followed";
            return Stop(PathVerdict.Unknown, _log.Add(_map.Host, HopLayer.Link, HopAction.Unknown, packet, detail: why));
        }

        // Marks and connections end at the border of a namespace (net/core/skbuff.c, skb_scrub_packet).
        packet.Mark = 0;
        packet.Connection = null;
        packet.IsUntracked = false;
        packet.PhysicalInput = sees == true ? passage.InputPort!.Name : null;
        packet.PhysicalOutput = null;
        if (passage.Bridge is { } bridge && sees == true && !Bridge(packet, bridge, passage.OutputPort!))
        {
            return JourneyEnd.Stopped;
        }

        packet.Input = passage.Input!.Name;
        packet.Output = null;
        return null;
    }

    /// <summary>From port to port, shown to the hooks of IP by br_netfilter.</summary>
    private bool Bridge(Packet packet, Link bridge, Link port)
    {
        Place host = _map.Host;
        At = host;
        packet.Input = bridge.Name;
        packet.Output = null;
        packet.IsBridged = true;
        WideNumber destination = packet.Destination;
        _log.Add(host, HopLayer.Link, HopAction.Enter, packet);
        if (!Pass(host, PacketHook.Prerouting, packet))
        {
            return false;
        }

        if (packet.Destination != destination)
        {
            Stop(PathVerdict.Unknown, _log.Add(host, HopLayer.Routing, HopAction.Unknown, packet,
                detail: $"it was translated while it crossed {bridge.Name}, which is not followed"));
            return false;
        }

        packet.Output = bridge.Name;
        packet.PhysicalOutput = port.Name;
        _log.Add(host, HopLayer.Routing, HopAction.Forward, packet);
        if (!Pass(host, PacketHook.Forward, packet) || !Pass(host, PacketHook.Postrouting, packet))
        {
            return false;
        }

        _log.Add(host, HopLayer.Link, HopAction.Leave, packet);
        packet.IsBridged = false;
        packet.PhysicalInput = packet.PhysicalOutput = null;
        packet.Mark = 0;
        packet.Connection = null;
        return true;
    }

    private bool Pass(Place place, PacketHook hook, Packet packet, bool isNew = true)
    {
        if (isNew && hook is PacketHook.Prerouting or PacketHook.Output)
        {
            _tracker.Recognise(place, packet);
        }

        _steps.Clear();
        int met = _forks.Met;
        int hops = _log.Hops.Count;
        HookResult result = _map.FilterOf(place).Run(hook, packet, place.Routing, _forks, _steps, _full);
        _tracker.Keep(place, packet);
        _log.Add(place, packet, _steps);
        Doubt ??= FirstDoubt(met) is { } fork ? new WalkDoubt(fork, place, hook, hops) : null;
        if (result.Verdict == HookVerdict.Accept)
        {
            return true;
        }

        Hop decider = _log.Hops[^1];
        Stop(result.Verdict switch
        {
            HookVerdict.Drop => PathVerdict.Dropped,
            HookVerdict.Reject => PathVerdict.Rejected,
            _ => PathVerdict.Unknown,
        }, result.Verdict == HookVerdict.Queue && decider.Detail.Length == 0
            ? decider with { Detail = "a program of user space is asked (queue), and decides" }
            : decider);
        return false;
    }

    private Fork? FirstDoubt(int from)
    {
        for (int i = from; i < _forks.Met; i++)
        {
            if (_forks.Taken[i].Kind == ForkKind.Doubt)
            {
                return _forks.Taken[i];
            }
        }

        return null;
    }

    private JourneyEnd Closed(Place place, Packet packet, RouteAnswer route) => Stop(
        route.Kind == RouteKind.Unknown ? PathVerdict.Unknown : PathVerdict.Dropped,
        _log.Add(place, HopLayer.Routing, route.Kind == RouteKind.Unknown ? HopAction.Unknown : HopAction.Drop, packet,
            route.Reason, route.Detail));

    private JourneyEnd Broken(in Passage passage)
    {
        int last = _log.Hops.Count - 1;
        Hop left = _log.Hops[last] = _log.Hops[last] with { Reason = passage.Reason, Detail = passage.Detail };
        return Stop(passage.Reason == HopReason.NoNeighbour ? PathVerdict.Unanswered : PathVerdict.Dropped, left);
    }

    private JourneyEnd Stop(PathVerdict verdict, Hop decider)
    {
        Verdict = verdict;
        Decider = decider;
        return JourneyEnd.Stopped;
    }
}
