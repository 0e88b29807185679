namespace ContainerNet.Sources.Netlink;

/// <summary>What IFLA_LINKINFO tells of an interface: its kind, the switches of a bridge, and those of a bridge's port
/// (include/uapi/linux/if_link.h).</summary>
internal record struct LinkDetails
{
    /// <summary>bridge, veth ...; null for hardware.</summary>
    public string? Kind { get; private set; }

    /// <summary>IFLA_BR_NF_CALL_IPTABLES.</summary>
    public bool? CallsIPv4Rules { get; private set; }

    /// <summary>IFLA_BR_NF_CALL_IP6TABLES.</summary>
    public bool? CallsIPv6Rules { get; private set; }

    /// <summary>IFLA_BRPORT_STATE is BR_STATE_FORWARDING.</summary>
    public bool? PortForwards { get; private set; }

    /// <summary>IFLA_BRPORT_MODE.</summary>
    public bool? Hairpin { get; private set; }

    /// <summary>IFLA_BRPORT_ISOLATED; null before Linux 4.18.</summary>
    public bool? Isolated { get; private set; }

    /// <summary>Reads the attribute's payload.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static LinkDetails Decode(ReadOnlySpan<byte> info)
    {
        const int InfoKind = 1, InfoData = 2, PortKind = 4, PortData = 5;
        LinkDetails details = default;
        bool isPort = false;
        ReadOnlySpan<byte> own = [], port = [];
        NetlinkAttributes attributes = new(info);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case InfoKind:
                    details.Kind = NetlinkValue.Text(attributes.Value);
                    break;
                case InfoData:
                    own = attributes.Value;
                    break;
                case PortKind:
                    isPort = attributes.Value.SequenceEqual("bridge\0"u8);
                    break;
                case PortData:
                    port = attributes.Value;
                    break;
                default:
                    break;
            }
        }

        if (string.Equals(details.Kind, "bridge", StringComparison.Ordinal))
        {
            details.ReadBridge(own);
        }

        if (isPort)
        {
            details.ReadPort(port);
        }

        return details;
    }

    private void ReadBridge(ReadOnlySpan<byte> data)
    {
        const int CallIPv4 = 36, CallIPv6 = 37;
        NetlinkAttributes attributes = new(data);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case CallIPv4:
                    CallsIPv4Rules = attributes.Byte != 0;
                    break;
                case CallIPv6:
                    CallsIPv6Rules = attributes.Byte != 0;
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadPort(ReadOnlySpan<byte> data)
    {
        const int State = 1, Mode = 4, IsolatedSwitch = 33;
        const byte Forwarding = 3;
        NetlinkAttributes attributes = new(data);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case State:
                    PortForwards = attributes.Byte == Forwarding;
                    break;
                case Mode:
                    Hairpin = attributes.Byte != 0;
                    break;
                case IsolatedSwitch:
                    Isolated = attributes.Byte != 0;
                    break;
                default:
                    break;
            }
        }
    }
}
