using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

/// <summary>The next hops of a route that has several: RTA_MULTIPATH, a row of struct rtnexthop with attributes.</summary>
internal static class RouteHops
{
    private const int HeaderLength = 8;
    private const int Gateway = 5, Via = 18, Encapsulation = 22;

    /// <summary>Reads all of them.</summary>
    /// <param name="value">The attribute's payload.</param>
    /// <param name="encapsulates">Does one of them put packets into others?</param>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static List<RouteHop> Decode(ReadOnlySpan<byte> value, out bool encapsulates)
    {
        List<RouteHop> hops = [];
        encapsulates = false;
        while (!value.IsEmpty)
        {
            int length = value.Length >= HeaderLength ? BitConverter.ToUInt16(value) : 0;
            if (length < HeaderLength || length > value.Length)
            {
                throw new FormatException("a next hop is cut off");
            }

            hops.Add(new RouteHop
            {
                LinkIndex = BitConverter.ToInt32(value[4..]),
                Gateway = GatewayOf(value[HeaderLength..length], ref encapsulates),
                Weight = value[3] + 1,
                IsDead = (value[2] & RouteDecoder.DeadFlag) != 0 ? true : null,
            });
            value = value[Math.Min((length + 3) & ~3, value.Length)..];
        }

        return hops;
    }

    private static IPAddress? GatewayOf(ReadOnlySpan<byte> value, ref bool encapsulates)
    {
        IPAddress? gateway = null;
        NetlinkAttributes attributes = new(value);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case Gateway:
                    gateway = NetlinkValue.Address(attributes.Value);
                    break;
                case Via when attributes.Value.Length > 2:
                    gateway = NetlinkValue.Address(attributes.Value[2..]);
                    break;
                case Encapsulation:
                    encapsulates = true;
                    break;
                default:
                    break;
            }
        }

        return gateway;
    }
}
