using ContainerNet.Hosting;

namespace ContainerNet.Sources.Netlink;

/// <summary>The per-interface switches that RTM_GETNETCONF tells of (include/uapi/linux/netconf.h).</summary>
/// <param name="Index">The interface; -1 for "all", -2 for "default".</param>
/// <param name="Forwarding">Its forwarding flag, when told.</param>
/// <param name="ReversePathFilter">Its rp_filter, when told (IPv4 only).</param>
internal sealed record NetConfiguration(int Index, bool? Forwarding, int? ReversePathFilter)
{
    /// <summary>RTM_NEWNETCONF.</summary>
    public const ushort MessageType = 80;

    private const int HeaderLength = 4;

    /// <summary>Reads one message; null when it is another kind or family.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static NetConfiguration? Decode(NetlinkMessage message, byte family)
    {
        if (message.Type != MessageType || NetlinkValue.Header(message.Payload, 1)[0] != family)
        {
            return null;
        }

        int? index = null, filter = null;
        bool? forwarding = null;
        NetlinkAttributes attributes = new(message.Payload.AsSpan(Math.Min(HeaderLength, message.Payload.Length)));
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case 1:
                    index = attributes.Number;
                    break;
                case 2:
                    forwarding = attributes.Number != 0;
                    break;
                case 3:
                    filter = attributes.Number;
                    break;
                default:
                    break;
            }
        }

        return index is int i ? new NetConfiguration(i, forwarding, filter) : null;
    }
}
