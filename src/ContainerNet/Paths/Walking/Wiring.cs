using ContainerNet.Model;

namespace ContainerNet.Paths.Walking;

/// <summary>The cables and bridges between the host and its containers.</summary>
internal sealed class Wiring
{
    private readonly Snapshot _facts;
    private readonly Place _host;
    private readonly Dictionary<int, Link> _hostLinks = [];
    private readonly Dictionary<int, (Place Place, Link Link)> _behind = [];
    private readonly Dictionary<(WideNumber, bool), List<(Place Place, Link Link)>> _owners = [];

    public Wiring(Snapshot facts, Place host, IEnumerable<Place> containers)
    {
        _facts = facts;
        _host = host;
        foreach (Link link in host.Links)
        {
            _hostLinks[link.Index] = link;
        }

        foreach (Place place in containers)
        {
            Add(place);
        }
    }

    /// <summary>Where a packet for a next hop comes that leaves by an interface of a namespace.</summary>
    public Passage Follow(Place place, Link link, WideNumber nextHop, bool isIPv6) =>
        link.IsLoopback ? new Passage(PassageKind.Loopback, place, link)
        : !link.IsUp ? Broken(HopReason.LinkDown, $"{link.Name}{In(place)} is down")
        : place.IsHost ? FromHost(link, nextHop, isIPv6)
        : FromContainer(place, link, nextHop, isIPv6);

    private void Add(Place place)
    {
        foreach (Link link in place.Links.Where(l => PortOf(l) is not null))
        {
            _behind[link.PeerIndex] = (place, link);
        }

        foreach (InterfaceAddress address in place.Addresses)
        {
            Link? link = place.Links.FirstOrDefault(l => l.Index == address.LinkIndex);
            (WideNumber, bool) key = (AddressNumber.Of(address.Address),
                address.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);
            if (link is { IsLoopback: false })
            {
                if (!_owners.TryGetValue(key, out List<(Place Place, Link Link)>? owners))
                {
                    _owners[key] = owners = [];
                }

                owners.Add((place, link));
            }
        }
    }

    private Passage FromHost(Link link, WideNumber nextHop, bool isIPv6)
    {
        if (!IsBridge(link))
        {
            return _behind.TryGetValue(link.Index, out (Place Place, Link Link) end)
                ? end.Link.IsUp ? new Passage(PassageKind.Into, end.Place, end.Link)
                    : Broken(HopReason.LinkDown, $"{end.Link.Name} in {end.Place.Name} is down")
                : new Passage(PassageKind.Outside);
        }

        return Across(link, null, nextHop, isIPv6);
    }

    private Passage FromContainer(Place place, Link link, WideNumber nextHop, bool isIPv6)
    {
        if (PortOf(link) is not { } port)
        {
            // pasta and slirp4netns take what leaves by their device; macvlan and ipvlan share an uplink of the host; the other
            // end of a rootless container's cable is in a namespace of its user.
            return link.Kind is "tun" or "macvlan" or "ipvlan" || IsRootless(place)
                ? new Passage(PassageKind.Outside)
                : new Passage(PassageKind.Unknown, Detail: $"where {link.Name} of {place.Name} leads is not known"
                    + (link.Kind.Length > 0 ? $" (it is of kind {link.Kind})" : ""));
        }

        if (!port.IsUp)
        {
            return Broken(HopReason.LinkDown, $"{port.Name}, the host's end of {link.Name} of {place.Name}, is down");
        }

        if (port.MasterIndex == 0 || !_hostLinks.TryGetValue(port.MasterIndex, out Link? bridge))
        {
            // A container's cable that is no port of its bridge: the host takes what comes by it, if it knows the address.
            return IsNeighbour(port, nextHop, isIPv6)
                ? new Passage(PassageKind.Into, _host, port)
                : Broken(HopReason.NoNeighbour, $"{port.Name}, the host's end of {link.Name} of {place.Name}, is no port of a bridge, "
                    + $"and nobody answers there for {AddressNumber.ToAddress(nextHop, isIPv6)}");
        }

        return !bridge.IsUp ? Broken(HopReason.LinkDown, $"{bridge.Name} is down")
            : port.PortForwards == false ? Broken(HopReason.LinkDown, $"port {port.Name} of {bridge.Name} passes nothing on")
            : _host.Routing.IsOwn(nextHop, isIPv6) ? new Passage(PassageKind.Into, _host, bridge, InputPort: port)
            : Across(bridge, port, nextHop, isIPv6);
    }

    /// <summary>To the port of a bridge behind which somebody has the address.</summary>
    private Passage Across(Link bridge, Link? from, WideNumber nextHop, bool isIPv6)
    {
        Passage? loose = null;
        foreach ((Place place, Link link) in _owners.GetValueOrDefault((nextHop, isIPv6)) ?? [])
        {
            Link? port = PortOf(link);
            if (port?.MasterIndex == bridge.Index)
            {
                return Fault(bridge, from, port, place, link) ?? new Passage(
                    PassageKind.Into, place, link, from is null ? null : bridge, from, port);
            }

            if (port is not null && (port.MasterIndex == 0 || _hostLinks.GetValueOrDefault(port.MasterIndex) is null))
            {
                loose = Broken(HopReason.NotArrived,
                    $"{port.Name}, the host's end of {link.Name} of {place.Name}, is no port of {bridge.Name}");
            }
        }

        return loose ?? Nobody(bridge, nextHop, isIPv6);
    }

    private static Passage? Fault(Link bridge, Link? from, Link port, Place place, Link link) =>
        !port.IsUp ? Broken(HopReason.LinkDown, $"{port.Name}, the host's end of {link.Name} of {place.Name}, is down")
        : !link.IsUp ? Broken(HopReason.LinkDown, $"{link.Name} in {place.Name} is down")
        : port.PortForwards == false ? Broken(HopReason.LinkDown, $"port {port.Name} of {bridge.Name} passes nothing on")
        : from is null ? null
        : from.Isolated == true && port.Isolated == true
            ? Broken(HopReason.NotArrived, $"ports {from.Name} and {port.Name} of {bridge.Name} are kept apart (isolated)")
        : from.Index == port.Index && port.Hairpin != true
            ? Broken(HopReason.NotArrived, $"{bridge.Name} sends nothing back by the port that it came in by ({port.Name}, hairpin is off)")
        : null;

    private Passage Nobody(Link bridge, WideNumber nextHop, bool isIPv6)
    {
        System.Net.IPAddress address = AddressNumber.ToAddress(nextHop, isIPv6);
        Container? meant = _facts.Containers.FirstOrDefault(c => c.IsRunning
            && c.Endpoints.Any(e => address.Equals(e.IPv4) || address.Equals(e.IPv6)));
        if (meant is not null && _facts.Namespaces?.Any(n => n.Containers.Contains(meant.Name, StringComparer.Ordinal)) != true)
        {
            return new Passage(PassageKind.Unknown, Detail: $"the namespace of {meant.Name} was not read");
        }

        // Something else than containers hangs on the bridge: machines, or the network of a building.
        bool hasOthers = _host.Links.Any(l => l.MasterIndex == bridge.Index && !_behind.ContainsKey(l.Index) && l.IsUp);
        return hasOthers ? new Passage(PassageKind.Outside)
            : Broken(HopReason.NoNeighbour, $"nobody on {bridge.Name} has the address {address}");
    }

    /// <summary>The host's end of a container's cable. An index is one of some other namespace unless the ends name each other.</summary>
    private Link? PortOf(Link link) => link.PeerIndex > 0 && _hostLinks.TryGetValue(link.PeerIndex, out Link? port)
        && port.PeerIndex == link.Index ? port : null;

    private bool IsRootless(Place place) => _facts.Containers.Any(c => place.Containers.Contains(c.Name, StringComparer.Ordinal)
        && _facts.Engines.Any(e => e.Name == c.Engine && e.Rootless));

    private bool IsNeighbour(Link port, WideNumber nextHop, bool isIPv6) => _host.Addresses.Any(a => a.LinkIndex == port.Index)
        && _host.Routing.IsOwn(nextHop, isIPv6);

    private bool IsBridge(Link link) => string.Equals(link.Kind, "bridge", StringComparison.Ordinal)
        || _host.Links.Any(l => l.MasterIndex == link.Index && _behind.ContainsKey(l.Index));

    private static Passage Broken(HopReason reason, string detail) => new(PassageKind.Broken, Reason: reason, Detail: detail);

    private static string In(Place place) => place.IsHost ? "" : $" in {place.Name}";
}
