using System.Buffers.Binary;

namespace ContainerNet.Hosting;

/// <summary>A request to one of netfilter's subsystems over netlink.</summary>
/// <param name="Type">The message type: subsystem in the upper byte, what to do in the lower.</param>
/// <param name="Flags">NLM_F_CREATE and others; NLM_F_REQUEST is added.</param>
/// <param name="Payload">struct nfgenmsg and the attributes.</param>
internal sealed record NetfilterMessage(ushort Type, ushort Flags, byte[] Payload)
{
    /// <summary>NFNL_SUBSYS_ULOG.</summary>
    public const ushort LogSubsystem = 4;

    /// <summary>NFNL_SUBSYS_NFTABLES.</summary>
    public const ushort TablesSubsystem = 10;

    /// <summary>NLM_F_ACK.</summary>
    public const ushort Acknowledge = 0x4;

    /// <summary>NLM_F_EXCL.</summary>
    public const ushort Exclusive = 0x200;

    /// <summary>NLM_F_CREATE.</summary>
    public const ushort Create = 0x400;

    /// <summary>NLM_F_APPEND.</summary>
    public const ushort Append = 0x800;

    /// <summary>A request with its attributes.</summary>
    /// <param name="subsystem">NFNL_SUBSYS_...</param>
    /// <param name="command">NFT_MSG_..., NFULNL_MSG_...</param>
    /// <param name="flags">NLM_F_CREATE and others.</param>
    /// <param name="family">NFPROTO_...</param>
    /// <param name="resource">The group, or what else the subsystem counts by.</param>
    /// <param name="write">Writes the attributes.</param>
    public static NetfilterMessage Of(
        ushort subsystem, byte command, ushort flags, byte family, ushort resource, Action<NetlinkWriter> write)
    {
        NetlinkWriter writer = new();
        writer.Raw(Header(family, resource));
        write(writer);
        return new NetfilterMessage((ushort)((subsystem << 8) | command), flags, writer.Payload.ToArray());
    }

    /// <summary>struct nfgenmsg: family, version, and a resource in network order.</summary>
    internal static byte[] Header(byte family, ushort resource)
    {
        byte[] header = [family, 0, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), resource);
        return header;
    }
}
