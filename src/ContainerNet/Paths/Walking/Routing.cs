using System.Globalization;
using System.Net;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>The routing decisions of one namespace, as net/ipv4/route.c and net/ipv6/route.c take them.</summary>
internal sealed class Routing : IRouteFacts
{
    private static readonly WideNumber s_loopbackV6 = WideNumber.One;

    private readonly RouteTables _tables;
    private readonly Dictionary<int, Link> _links;
    private readonly Dictionary<string, Link> _byName = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<InterfaceAddress> _addresses;
    private readonly HashSet<(WideNumber, bool)> _own = [];
    private readonly Switches _switches;

    public Routing(
        IReadOnlyList<Link> links, IReadOnlyList<InterfaceAddress> addresses, IReadOnlyList<Route> routes,
        IReadOnlyList<RoutingRule>? rules, Switches switches)
    {
        _tables = new RouteTables(routes, rules);
        _links = [];
        foreach (Link link in links)
        {
            _links[link.Index] = link;
            _byName[link.Name] = link;
        }

        _addresses = addresses;
        foreach (InterfaceAddress address in addresses)
        {
            _own.Add((AddressNumber.Of(address.Address), IsSix(address.Address)));
        }

        _switches = switches;
    }

    /// <summary>The interface of that name, or null.</summary>
    public Link? Link(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    /// <summary>Is it an address of this namespace?</summary>
    public bool IsOwn(WideNumber address, bool isIPv6) => _own.Contains((address, isIPv6))
        || _tables.Local(address, isIPv6) is { Type: "local" };

    /// <summary>Where a packet that came in goes.</summary>
    public RouteAnswer OfInput(Packet packet)
    {
        Link? input = Link(packet.Input);
        if (input is null)
        {
            return new RouteAnswer(RouteKind.Unknown, Detail: $"the interface {packet.Input} was not read");
        }

        if (!packet.IsIPv6 && ClosedLoopback(packet, input) is { } closed)
        {
            return closed;
        }

        (Route? route, RouteKind kind, string detail) = _tables.Find(RouteFlow.Of(packet));
        if (kind == RouteKind.Unknown)
        {
            return new RouteAnswer(RouteKind.Unknown, Detail: detail);
        }

        bool? forwards = _switches.Forwards(input, packet.IsIPv6);
        if (route is { Type: "local" or "broadcast" or "anycast" or "multicast" })
        {
            return SourceFault(packet, input, RouteFlow.Here) ?? new RouteAnswer(RouteKind.Local, route, input, packet.Destination);
        }

        if (forwards != true)
        {
            return forwards is null
                ? new RouteAnswer(RouteKind.Unknown, Detail: $"whether {input.Name} forwards was not read")
                : ForwardingOff(input, packet.IsIPv6);
        }

        return route is null ? NoRoute(packet, kind, detail)
            : route.Type is "blackhole" or "unreachable" or "prohibit" ? Closed(packet, route)
            : Passed(packet, input, On(packet, route));
    }

    private RouteAnswer Passed(Packet packet, Link input, RouteAnswer answer) => answer.Link is null ? answer
        : SourceFault(packet, input, answer.Link.Name) ?? answer;

    /// <summary>Where a packet that is made here goes, with its source where it has none yet.</summary>
    public RouteAnswer OfOutput(Packet packet, bool hasSource)
    {
        (Route? route, RouteKind kind, string detail) = _tables.Find(RouteFlow.Of(packet) with
        {
            Input = RouteFlow.Here,
            Source = hasSource ? packet.Source : null,
        });
        if (route is null)
        {
            return kind == RouteKind.Unknown ? new RouteAnswer(RouteKind.Unknown, Detail: detail) : NoRoute(packet, kind, detail);
        }

        if (route.Type is "blackhole" or "unreachable" or "prohibit")
        {
            return Closed(packet, route);
        }

        RouteAnswer answer = route.Type == "local"
            ? new RouteAnswer(RouteKind.Local, route, Loopback, packet.Destination)
            : On(packet, route);
        if (answer.Link is null)
        {
            return answer;
        }

        if (!hasSource)
        {
            packet.Source = SourceFor(packet, answer) ?? packet.Source;
        }

        // A loopback address does not leave by a real interface (net/ipv4/route.c, __mkroute_output).
        return !packet.IsIPv6 && IsLoopback(packet.Source) && !answer.Link.IsLoopback
            && _switches.RoutesLoopback(answer.Link) is var open && open != true
            ? open is null
                ? new RouteAnswer(RouteKind.Unknown, Detail: $"route_localnet of {answer.Link.Name} was not read")
                : new RouteAnswer(RouteKind.Closed, Reason: HopReason.LoopbackClosed, Detail:
                    $"{Text(packet.Source, false)} may not leave by {answer.Link.Name} (net.ipv4.conf.{answer.Link.Name}.route_localnet = 0)")
            : answer;
    }

    /// <inheritdoc/>
    public string? TypeOf(WideNumber address, bool isIPv6, string? device)
    {
        if (isIPv6 ? (address >> 120) == 0xff : (address >> 28) == 0xe)
        {
            return "multicast";
        }

        if (!isIPv6 && (address == uint.MaxValue || address >> 24 == 0))
        {
            return "broadcast";
        }

        Route? local = _tables.Local(address, isIPv6);
        if (local is not null && (device is null || Link(device)?.Index == local.LinkIndex))
        {
            return local.Type;
        }

        if (!isIPv6)
        {
            return "unicast";
        }

        (Route? route, RouteKind kind, _) = _tables.Find(new RouteFlow { IsIPv6 = true, Destination = address, Input = RouteFlow.Here });
        return kind == RouteKind.Unknown ? null : route?.Type is "unreachable" or "prohibit" or "blackhole" ? route.Type
            : route is null ? "unreachable" : "unicast";
    }

    /// <inheritdoc/>
    public bool? HasWayBack(Packet packet, bool loose, bool withMark)
    {
        Link? input = Link(packet.Input);
        if (input is null || input.IsLoopback)
        {
            return input is null ? null : true;
        }

        (Route? back, RouteKind kind, _) = _tables.Find(new RouteFlow
        {
            IsIPv6 = packet.IsIPv6,
            Destination = packet.Source,
            Source = packet.Destination,
            Input = RouteFlow.Here,
            Mark = withMark ? packet.Mark : 0,
        });
        return kind == RouteKind.Unknown ? null
            : back is { Type: "unicast" } && (loose || Uses(back, input));
    }

    /// <inheritdoc/>
    public WideNumber? AddressOf(string device, bool isIPv6, WideNumber destination)
    {
        if (Link(device) is not { } link)
        {
            return null;
        }

        WideNumber? first = null;
        foreach (InterfaceAddress address in _addresses)
        {
            if (address.LinkIndex != link.Index || IsSix(address.Address) != isIPv6 || address.Scope is "link" or "host")
            {
                continue;
            }

            WideNumber number = AddressNumber.Of(address.Address);
            if (RouteRange.Of(address.Address, address.PrefixLength).Holds(destination, isIPv6))
            {
                return number;
            }

            first ??= number;
        }

        return first ?? (link.IsLoopback ? isIPv6 ? s_loopbackV6 : 0x7f000001u : null);
    }

    private Link? Loopback => _links.Values.FirstOrDefault(l => l.IsLoopback);

    private RouteAnswer On(Packet packet, Route route)
    {
        // Of several next hops the kernel takes one by a hash; which does not change who reads the packet first.
        RouteHop? hop = route.NextHops?.FirstOrDefault(h => h.IsDead != true);
        IPAddress? gateway = hop is null ? route.Gateway : hop.Gateway;
        return _links.TryGetValue(hop?.LinkIndex ?? route.LinkIndex, out Link? link)
            ? new RouteAnswer(
                RouteKind.Forward, route, link,
                gateway is not null && IsSix(gateway) == packet.IsIPv6 ? AddressNumber.Of(gateway) : packet.Destination)
            : new RouteAnswer(RouteKind.Unknown, Detail: string.Create(
                CultureInfo.InvariantCulture, $"the route to {route.Destination} leaves by interface {route.LinkIndex}, which was not read"));
    }

    private WideNumber? SourceFor(Packet packet, RouteAnswer answer) =>
        answer.Kind == RouteKind.Local ? packet.Destination
        : answer.Route?.Source is { } preferred ? AddressNumber.Of(preferred)
        : AddressOf(answer.Link!.Name, packet.IsIPv6, answer.NextHop)
            // An interface without an address borrows one of the host's.
            ?? _addresses.Where(a => IsSix(a.Address) == packet.IsIPv6 && a.Scope == "global")
                .Select(a => (WideNumber?)AddressNumber.Of(a.Address)).FirstOrDefault();

    /// <summary>The checks of a source (net/ipv4/fib_frontend.c, fib_validate_source); IPv6 has none. The way back is looked for as
    /// if the answer came in by the interface that the packet is to leave by.</summary>
    private RouteAnswer? SourceFault(Packet packet, Link input, string backBy)
    {
        if (packet.IsIPv6)
        {
            return null;
        }

        int? filter = _switches.ReversePathFilter(input);
        if (IsOwn(packet.Source, isIPv6: false) && !_switches.AcceptsLocal(input))
        {
            return new RouteAnswer(RouteKind.Closed, Reason: HopReason.Martian, Detail:
                $"{Text(packet.Source, false)} is an address of this host, and the packet came in by {input.Name}");
        }

        if (filter is null)
        {
            return new RouteAnswer(RouteKind.Unknown, Detail: $"the reverse path filter of {input.Name} was not read");
        }

        if (filter == 0)
        {
            return null;
        }

        (Route? back, RouteKind kind, string detail) = _tables.Find(RouteFlow.Of(packet) with
        {
            Destination = packet.Source, Source = packet.Destination, Input = backBy, Mark = 0,
        });
        if (kind == RouteKind.Unknown)
        {
            return new RouteAnswer(RouteKind.Unknown, Detail: detail);
        }

        bool passes = back is { Type: "unicast" } && (filter == 2 || Uses(back, input));
        return passes ? null : new RouteAnswer(RouteKind.Closed, Reason: HopReason.ReversePathFilter, Detail:
            $"reverse path filter of {input.Name} ({(filter == 1 ? "strict" : "loose")}): "
            + (back is null ? $"there is no route back to {Text(packet.Source, false)}"
                : $"the way back to {Text(packet.Source, false)} is {_links.GetValueOrDefault(back.LinkIndex)?.Name}"));
    }

    private static bool Uses(Route route, Link link) =>
        route.LinkIndex == link.Index || route.NextHops?.Any(h => h.LinkIndex == link.Index && h.IsDead != true) == true;

    private RouteAnswer? ClosedLoopback(Packet packet, Link input)
    {
        WideNumber? address = IsLoopback(packet.Destination) ? packet.Destination
            : IsLoopback(packet.Source) ? packet.Source : (WideNumber?)null;
        return address is not WideNumber own || input.IsLoopback || _switches.RoutesLoopback(input) is true ? null
            : _switches.RoutesLoopback(input) is null
                ? new RouteAnswer(RouteKind.Unknown, Detail: $"route_localnet of {input.Name} was not read")
                : new RouteAnswer(RouteKind.Closed, Reason: HopReason.LoopbackClosed, Detail:
                    $"{Text(own, false)} is this host's own and not for others (net.ipv4.conf.{input.Name}.route_localnet = 0)");
    }

    private RouteAnswer ForwardingOff(Link input, bool isIPv6) => _switches.ForwardsAll(isIPv6) != false
        ? new RouteAnswer(RouteKind.Closed, Reason: HopReason.ForwardingOffOnInterface, Detail:
            $"forwarding is off on {input.Name} (net.{(isIPv6 ? "ipv6" : "ipv4")}.conf.{input.Name}.forwarding = 0)")
        : new RouteAnswer(RouteKind.Closed, Reason: HopReason.ForwardingOff, Detail:
            $"forwarding is off ({(isIPv6 ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward")} = 0)");

    private static RouteAnswer NoRoute(Packet packet, RouteKind kind, string detail) => detail.Length > 0
        ? new RouteAnswer(kind, Reason: HopReason.ClosedRoute, Detail: detail)
        : new RouteAnswer(RouteKind.Closed, Reason: HopReason.NoRoute, Detail:
            $"there is no route to {Text(packet.Destination, packet.IsIPv6)}");

    private static RouteAnswer Closed(Packet packet, Route route) =>
        new(RouteKind.Closed, route, Reason: HopReason.ClosedRoute, Detail:
            $"a route of type {route.Type} leads to {Text(packet.Destination, packet.IsIPv6)}");

    private static bool IsLoopback(WideNumber address) => address >> 24 == 127;

    private static bool IsSix(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

    private static string Text(WideNumber address, bool isIPv6) => AddressNumber.ToAddress(address, isIPv6).ToString();
}
