using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

/// <summary>Routes out of RTM_NEWROUTE messages (include/uapi/linux/rtnetlink.h).</summary>
internal static class RouteDecoder
{
    /// <summary>RTM_NEWROUTE.</summary>
    public const ushort MessageType = 24;

    /// <summary>RTNH_F_DEAD: the kernel sets it in what it tells also where a link is down and such routes are ignored
    /// (net/ipv4/fib_semantics.c, fib_nexthop_info).</summary>
    internal const uint DeadFlag = 0x1;

    private const string Unnamed = "nhid ";
    private const int HeaderLength = 12;
    private const uint Cloned = 0x200;
    private const int Destination = 1, Sources = 2, Output = 4, Gateway = 5, Priority = 6, PreferredSource = 7, Metrics = 8,
        Several = 9, Table = 15, Via = 18, NewDestination = 19, Encapsulation = 22, NexthopId = 30;

    /// <summary>Reads one message; null when it is another kind or family, or a cached copy of a route.</summary>
    /// <param name="message">The message.</param>
    /// <param name="objects">Next hop objects by their number, for routes that tell no more than that.</param>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static Route? Decode(NetlinkMessage message, IReadOnlyDictionary<uint, Nexthop>? objects = null)
    {
        if (message.Type != MessageType)
        {
            return null;
        }

        ReadOnlySpan<byte> header = NetlinkValue.Header(message.Payload, HeaderLength);
        byte family = header[0];
        uint flags = BitConverter.ToUInt32(header[8..]);
        if (family is not (NetlinkValue.IPv4 or NetlinkValue.IPv6) || (flags & Cloned) != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> any = stackalloc byte[16];
        any = any[..(family == NetlinkValue.IPv4 ? 4 : 16)];
        ReadOnlySpan<byte> destination = any;
        Route route = new()
        {
            Destination = default,
            Table = header[4],
            Type = TypeOf(header[7]),
            TypeOfService = header[3] == 0 ? null : header[3],
            IsDead = (flags & DeadFlag) != 0 ? true : null,
        };
        uint named = 0;
        NetlinkAttributes attributes = new(message.Payload.AsSpan(HeaderLength));
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case Destination:
                    destination = attributes.Value;
                    break;
                case Sources:
                    route = route with { ForSources = NetlinkValue.Network(attributes.Value, header[2], family) };
                    break;
                case NexthopId:
                    named = (uint)attributes.Number;
                    break;
                default:
                    route = Apply(route, attributes);
                    break;
            }
        }

        route = route with { Destination = NetlinkValue.Network(destination, header[1], family) };
        return named != 0 && route is { LinkIndex: 0, NextHops: null } ? ByName(route, named, objects) : route;
    }

    /// <summary>Does it name a next hop object that was not given?</summary>
    public static bool IsUnnamed(Route route) =>
        route.NotUnderstood?.StartsWith(Unnamed, StringComparison.Ordinal) ?? false;

    private static Route Apply(Route route, NetlinkAttributes attribute)
    {
        switch (attribute.Type)
        {
            case Output:
                return route with { LinkIndex = attribute.Number };
            case Gateway:
                return route with { Gateway = NetlinkValue.Address(attribute.Value) };
            case Priority:
                return route with { Metric = attribute.Number };
            case PreferredSource:
                return route with { Source = NetlinkValue.Address(attribute.Value) };
            case Table:
                return route with { Table = attribute.Number };
            case Metrics:
                return route with { MtuBytes = MtuOf(attribute.Value) };
            case Several:
                return WithHops(route, attribute.Value);

            // An IPv4 route by an IPv6 next hop (RFC 5549): the family, then the address.
            case Via when attribute.Value.Length > 2:
                return route with { Gateway = NetlinkValue.Address(attribute.Value[2..]) };
            case Encapsulation:
                return route with { NotUnderstood = "encap" };
            case NewDestination:
                return route with { NotUnderstood = "another destination" };
            default:
                return route;
        }
    }

    private static Route WithHops(Route route, ReadOnlySpan<byte> value)
    {
        List<RouteHop> hops = RouteHops.Decode(value, out bool encapsulates);
        return route with
        {
            NextHops = hops,
            IsDead = hops.TrueForAll(h => h.IsDead == true) ? true : null,
            NotUnderstood = encapsulates ? "encap" : route.NotUnderstood,
        };
    }

    /// <summary>With net.ipv4.nexthop_compat_mode=0 a route tells only the number of its next hop.</summary>
    private static Route ByName(Route route, uint name, IReadOnlyDictionary<uint, Nexthop>? objects)
    {
        Route unknown = route with { NotUnderstood = string.Create(CultureInfo.InvariantCulture, $"{Unnamed}{name}") };
        if (objects?.GetValueOrDefault(name) is not Nexthop hop)
        {
            return unknown;
        }

        if (hop.Group is null)
        {
            return route with
            {
                LinkIndex = hop.LinkIndex,
                Gateway = hop.Gateway,
                Type = hop.IsBlackhole ? "blackhole" : route.Type,
                IsDead = hop.IsDead ? true : null,
                NotUnderstood = hop.NotUnderstood,
            };
        }

        List<RouteHop> hops = [];
        foreach ((uint id, int weight) in hop.Group)
        {
            if (objects.GetValueOrDefault(id) is not { Group: null, IsBlackhole: false, NotUnderstood: null } member)
            {
                return unknown;
            }

            hops.Add(new RouteHop
            {
                LinkIndex = member.LinkIndex,
                Gateway = member.Gateway,
                Weight = weight,
                IsDead = member.IsDead ? true : null,
            });
        }

        return route with
        {
            NextHops = hops,
            IsDead = hops.TrueForAll(h => h.IsDead == true) ? true : null,
            NotUnderstood = hop.NotUnderstood,
        };
    }

    /// <summary>RTAX_MTU among the metrics; null without one.</summary>
    private static int? MtuOf(ReadOnlySpan<byte> value)
    {
        const int Mtu = 2;
        NetlinkAttributes metrics = new(value);
        while (metrics.Next())
        {
            if (metrics.Type == Mtu)
            {
                return metrics.Number;
            }
        }

        return null;
    }

    private static string TypeOf(byte type) => type switch
    {
        1 => "unicast",
        2 => "local",
        3 => "broadcast",
        4 => "anycast",
        5 => "multicast",
        6 => "blackhole",
        7 => "unreachable",
        8 => "prohibit",
        9 => "throw",
        10 => "nat",
        _ => type.ToString(CultureInfo.InvariantCulture),
    };
}
