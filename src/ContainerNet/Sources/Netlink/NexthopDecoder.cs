using ContainerNet.Hosting;

namespace ContainerNet.Sources.Netlink;

/// <summary>Next hop objects out of RTM_NEWNEXTHOP messages (include/uapi/linux/nexthop.h, struct nhmsg).</summary>
internal static class NexthopDecoder
{
    /// <summary>RTM_NEWNEXTHOP.</summary>
    public const ushort MessageType = 104;

    private const int HeaderLength = 8;
    private const uint DeadFlag = 1;
    private const int IdAttribute = 1, GroupAttribute = 2, GroupType = 3, Blackhole = 4, Output = 5, GatewayAttribute = 6,
        Encapsulation = 8;

    /// <summary>Reads one message; null when it is another kind.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static Nexthop? Decode(NetlinkMessage message)
    {
        if (message.Type != MessageType)
        {
            return null;
        }

        ReadOnlySpan<byte> header = NetlinkValue.Header(message.Payload, HeaderLength);
        Nexthop hop = new(
            0, 0, null, IsBlackhole: false, (BitConverter.ToUInt32(header[4..]) & DeadFlag) != 0, null, null);
        NetlinkAttributes attributes = new(message.Payload.AsSpan(HeaderLength));
        while (attributes.Next())
        {
            hop = attributes.Type switch
            {
                IdAttribute => hop with { Id = (uint)attributes.Number },
                GroupAttribute => hop with { Group = GroupOf(attributes.Value) },

                // NEXTHOP_GRP_TYPE_MPATH and _RES both choose a member by a hash of the flow.
                GroupType when attributes.Value is not ([0, 0] or [1, 0]) => hop with { NotUnderstood = "a group of hops" },
                Blackhole => hop with { IsBlackhole = true },
                Output => hop with { LinkIndex = attributes.Number },
                GatewayAttribute => hop with { Gateway = NetlinkValue.Address(attributes.Value) },
                Encapsulation => hop with { NotUnderstood = "encap" },
                _ => hop,
            };
        }

        return hop;
    }

    /// <summary>struct nexthop_grp: number, weight less one (the upper half since Linux 6.12), reserved.</summary>
    private static List<(uint Id, int Weight)> GroupOf(ReadOnlySpan<byte> value)
    {
        const int EntryLength = 8;
        if (value.Length % EntryLength != 0)
        {
            throw new FormatException("a group of next hops is cut off");
        }

        List<(uint Id, int Weight)> members = [];
        for (; !value.IsEmpty; value = value[EntryLength..])
        {
            members.Add((BitConverter.ToUInt32(value), (value[4] | (value[5] << 8)) + 1));
        }

        return members;
    }
}
