using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

/// <summary>Routes out of RTM_NEWROUTE messages (include/uapi/linux/rtnetlink.h).</summary>
internal static class RouteDecoder
{
    /// <summary>RTM_NEWROUTE.</summary>
    public const ushort MessageType = 24;

    private const int HeaderLength = 12;
    private const int Cloned = 0x200;
    private const int Destination = 1, Output = 4, Gateway = 5, Priority = 6, PreferredSource = 7, Table = 15, Via = 18;

    /// <summary>Reads one message; null when it is another kind or family, or a cached copy of a route.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static Route? Decode(NetlinkMessage message)
    {
        if (message.Type != MessageType)
        {
            return null;
        }

        ReadOnlySpan<byte> header = NetlinkValue.Header(message.Payload, HeaderLength);
        byte family = header[0];
        if (family is not (NetlinkValue.IPv4 or NetlinkValue.IPv6) || (BitConverter.ToInt32(header[8..]) & Cloned) != 0)
        {
            return null;
        }

        IPAddress any = family == NetlinkValue.IPv4 ? IPAddress.Any : IPAddress.IPv6Any;
        Route route = new() { Destination = new IPNetwork(any, 0), Table = header[4], Type = TypeOf(header[7]) };
        IPAddress destination = any;
        NetlinkAttributes attributes = new(message.Payload.AsSpan(HeaderLength));
        while (attributes.Next())
        {
            if (attributes.Type == Destination)
            {
                destination = NetlinkValue.Address(attributes.Value);
            }

            route = Apply(route, attributes);
        }

        return route with { Destination = NetworkOf(destination, header[1], family) };
    }

    private static Route Apply(Route route, NetlinkAttributes attribute) => attribute.Type switch
    {
        Output => route with { LinkIndex = attribute.Number },
        Gateway => route with { Gateway = NetlinkValue.Address(attribute.Value) },
        Priority => route with { Metric = attribute.Number },
        PreferredSource => route with { Source = NetlinkValue.Address(attribute.Value) },
        Table => route with { Table = attribute.Number },

        // An IPv4 route by an IPv6 next hop (RFC 5549): the family, then the address.
        Via when attribute.Value.Length > 2 => route with { Gateway = NetlinkValue.Address(attribute.Value[2..]) },
        _ => route,
    };

    private static IPNetwork NetworkOf(IPAddress address, byte prefix, byte family)
    {
        int bits = family == NetlinkValue.IPv4 ? 32 : 128;
        return prefix <= bits && address.GetAddressBytes().Length * 8 == bits && IPNetwork.TryParse(
            $"{address}/{prefix}", out IPNetwork network)
            ? network
            : throw new FormatException("a destination that is no network");
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
        _ => type.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
