using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

/// <summary>Addresses out of RTM_NEWADDR messages (include/uapi/linux/if_addr.h).</summary>
internal static class AddressDecoder
{
    /// <summary>RTM_NEWADDR.</summary>
    public const ushort MessageType = 20;

    private const int HeaderLength = 8;
    private const int Address = 1, Local = 2;

    /// <summary>Reads one message; null when it is another kind or family.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static InterfaceAddress? Decode(NetlinkMessage message)
    {
        if (message.Type != MessageType)
        {
            return null;
        }

        ReadOnlySpan<byte> header = NetlinkValue.Header(message.Payload, HeaderLength);
        if (header[0] is not (NetlinkValue.IPv4 or NetlinkValue.IPv6))
        {
            return null;
        }

        IPAddress? address = null, local = null;
        NetlinkAttributes attributes = new(message.Payload.AsSpan(HeaderLength));
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case Address:
                    address = NetlinkValue.Address(attributes.Value);
                    break;
                case Local:
                    local = NetlinkValue.Address(attributes.Value);
                    break;
                default:
                    break;
            }
        }

        // On a point-to-point link IFA_ADDRESS is the other side and IFA_LOCAL ours.
        return new InterfaceAddress
        {
            LinkIndex = BitConverter.ToInt32(header[4..]),
            Address = local ?? address ?? throw new FormatException("an address message without one"),
            PrefixLength = header[1],
            Scope = ScopeOf(header[3]),
        };
    }

    private static string ScopeOf(byte scope) => scope switch
    {
        0 => "global",
        200 => "site",
        253 => "link",
        254 => "host",
        255 => "nowhere",
        _ => scope.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
