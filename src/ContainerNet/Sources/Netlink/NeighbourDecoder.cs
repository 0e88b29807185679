using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

/// <summary>Neighbours out of RTM_NEWNEIGH messages (include/uapi/linux/neighbour.h).</summary>
internal static class NeighbourDecoder
{
    /// <summary>RTM_NEWNEIGH.</summary>
    public const ushort MessageType = 28;

    private const int HeaderLength = 12;
    private const int NoArp = 0x40;
    private const int Destination = 1, LinkAddress = 2;

    /// <summary>Reads one message; null when it is another kind or family, or an entry that needs no resolution
    /// (multicast, loopback), as ip(8) leaves them out.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static Neighbour? Decode(NetlinkMessage message)
    {
        if (message.Type != MessageType)
        {
            return null;
        }

        ReadOnlySpan<byte> header = NetlinkValue.Header(message.Payload, HeaderLength);
        ushort state = BitConverter.ToUInt16(header[8..]);
        if (header[0] is not (NetlinkValue.IPv4 or NetlinkValue.IPv6) || (state & NoArp) != 0)
        {
            return null;
        }

        IPAddress? address = null;
        string? hardware = null;
        NetlinkAttributes attributes = new(message.Payload.AsSpan(HeaderLength));
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case Destination:
                    address = NetlinkValue.Address(attributes.Value);
                    break;
                case LinkAddress:
                    hardware = NetlinkValue.Hardware(attributes.Value);
                    break;
                default:
                    break;
            }
        }

        return new Neighbour
        {
            LinkIndex = BitConverter.ToInt32(header[4..]),
            Address = address ?? throw new FormatException("a neighbour without an address"),
            HardwareAddress = hardware,
            State = StateOf(state),
        };
    }

    private static string StateOf(ushort state) => state switch
    {
        0 => "none",
        0x01 => "incomplete",
        0x02 => "reachable",
        0x04 => "stale",
        0x08 => "delay",
        0x10 => "probe",
        0x20 => "failed",
        0x80 => "permanent",
        _ => state.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
