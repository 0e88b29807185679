using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

/// <summary>Interfaces out of RTM_NEWLINK messages (include/uapi/linux/if_link.h).</summary>
internal static class LinkDecoder
{
    /// <summary>RTM_NEWLINK.</summary>
    public const ushort MessageType = 16;

    private const int HeaderLength = 16;
    private const int Up = 0x1, Loopback = 0x8, LowerUp = 0x10000;
    private const int Address = 1, Name = 3, Mtu = 4, OtherEnd = 5, Master = 10, Info = 18;

    /// <summary>Reads one message; null when it is another kind.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static Link? Decode(NetlinkMessage message)
    {
        if (message.Type != MessageType)
        {
            return null;
        }

        ReadOnlySpan<byte> header = NetlinkValue.Header(message.Payload, HeaderLength);
        int flags = BitConverter.ToInt32(header[8..]);
        int index = BitConverter.ToInt32(header[4..]);
        string? name = null, hardware = null;
        LinkDetails details = default;
        int mtu = 0, master = 0, otherEnd = 0;
        NetlinkAttributes attributes = new(message.Payload.AsSpan(HeaderLength));
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case Address:
                    hardware = NetlinkValue.Hardware(attributes.Value);
                    break;
                case Name:
                    name = NetlinkValue.Text(attributes.Value);
                    break;
                case Mtu:
                    mtu = attributes.Number;
                    break;
                case OtherEnd:
                    otherEnd = attributes.Number;
                    break;
                case Master:
                    master = attributes.Number;
                    break;
                case Info:
                    details = LinkDetails.Decode(attributes.Value);
                    break;
                default:
                    break;
            }
        }

        return Of(details, otherEnd) with
        {
            Index = index,
            Name = name ?? throw new FormatException("an interface without a name"),
            IsUp = (flags & Up) != 0,
            HasCarrier = (flags & LowerUp) != 0,
            IsLoopback = (flags & Loopback) != 0,
            MtuBytes = mtu,
            HardwareAddress = hardware,
            MasterIndex = master,
        };
    }

    private static Link Of(LinkDetails details, int otherEnd) => new()
    {
        Index = 0,
        Name = "",
        Kind = details.Kind ?? "",

        // IFLA_LINK is the other end for a veth only; for a VLAN it is the interface below.
        PeerIndex = string.Equals(details.Kind, "veth", StringComparison.Ordinal) ? otherEnd : 0,
        PortForwards = details.PortForwards,
        Hairpin = details.Hairpin,
        Isolated = details.Isolated,
        CallsIPv4Rules = details.CallsIPv4Rules,
        CallsIPv6Rules = details.CallsIPv6Rules,
    };
}
