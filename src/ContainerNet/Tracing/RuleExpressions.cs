using System.Buffers.Binary;
using ContainerNet.Hosting;

namespace ContainerNet.Tracing;

/// <summary>
/// Writes the expressions of one nf_tables rule, in the form of the kernel (include/uapi/linux/netfilter/nf_tables.h).
/// Each match loads into register 1 and compares it.
/// </summary>
internal sealed class RuleExpressions
{
    private const ushort Nested = 0x8000;
    private const ushort ListElement = 1;
    private const int Register = 1;
    private const int Equal = 0, NotEqual = 1;
    private const int NetworkHeader = 1, TransportHeader = 2;
    private const int MetaTrace = 12, MetaFamily = 15, MetaTransport = 16;
    private const int ConntrackDirection = 1;
    private const byte Original = 0;

    private readonly NetlinkWriter _list = new();

    /// <summary>What was written.</summary>
    public byte[] Bytes => _list.Payload.ToArray();

    /// <summary>The family (NFPROTO_IPV4, NFPROTO_IPV6).</summary>
    public RuleExpressions Family(byte family) => Meta(MetaFamily).Compare([family]);

    /// <summary>The transport (IPPROTO_...), or any other than it.</summary>
    public RuleExpressions Transport(byte number, bool isOther) => Meta(MetaTransport).Compare([number], isOther);

    /// <summary>An address of the IP header, under a mask; null compares all of it.</summary>
    public RuleExpressions Address(int offset, byte[] address, byte[]? mask) =>
        Payload(NetworkHeader, offset, address.Length).Mask(mask).Compare(address);

    /// <summary>A port of the transport header.</summary>
    public RuleExpressions Port(int offset, int port) => Payload(TransportHeader, offset, 2).Compare(BigEndian(port));

    /// <summary>TCP flags: those under the mask are as given.</summary>
    public RuleExpressions TcpFlags(byte mask, byte value) => Flags().Mask([mask]).Compare([value]);

    /// <summary>TCP flags: any of them is set.</summary>
    public RuleExpressions AnyTcpFlag(byte mask) => Flags().Mask([mask]).Compare([0], isOther: true);

    /// <summary>Only what connection tracking knows as an answer.</summary>
    public RuleExpressions IsReply() => Expression(
        "ct", d => d.Attribute(1, BigEndian4(Register)).Attribute(2, BigEndian4(ConntrackDirection))).Compare([1]);

    /// <summary>What connection tracking knows of the packet that opened the connection (enum nft_ct_keys).</summary>
    public RuleExpressions Opened(int key, byte[] value, byte[]? mask = null, bool isOther = false) => Expression(
        "ct",
        d => d.Attribute(1, BigEndian4(Register)).Attribute(2, BigEndian4(key)).Attribute(3, [Original]))
        .Mask(mask).Compare(value, isOther);

    /// <summary>At most so many packets a second, and as many at once.</summary>
    public RuleExpressions Limit(int perSecond) => Expression(
        "limit",
        d => d.Attribute(1, BigEndian8(perSecond)).Attribute(2, BigEndian8(1))
            .Attribute(3, BigEndian4(perSecond)).Attribute(4, BigEndian4(0)).Attribute(5, BigEndian4(0)));

    /// <summary>Marks the packet to be traced from here on.</summary>
    public RuleExpressions Trace() => Expression(
            "immediate", d => d.Attribute(1, BigEndian4(Register)).Nested(2 | Nested, v => v.Attribute(1, [1])))
        .Expression("meta", d => d.Attribute(2, BigEndian4(MetaTrace)).Attribute(3, BigEndian4(Register)));

    /// <summary>Two bytes in network order.</summary>
    internal static byte[] BigEndian(int number) => [(byte)(number >> 8), (byte)number];

    /// <summary>Four bytes in network order.</summary>
    internal static byte[] BigEndian4(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] BigEndian8(long number)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private RuleExpressions Flags() => Payload(TransportHeader, 13, 1);

    private RuleExpressions Meta(int key) =>
        Expression("meta", d => d.Attribute(1, BigEndian4(Register)).Attribute(2, BigEndian4(key)));

    private RuleExpressions Payload(int header, int offset, int length) => Expression(
        "payload",
        d => d.Attribute(1, BigEndian4(Register)).Attribute(2, BigEndian4(header))
            .Attribute(3, BigEndian4(offset)).Attribute(4, BigEndian4(length)));

    private RuleExpressions Mask(byte[]? mask) => mask is null ? this : Expression(
        "bitwise",
        d => d.Attribute(1, BigEndian4(Register)).Attribute(2, BigEndian4(Register))
            .Attribute(3, BigEndian4(mask.Length))
            .Nested(4 | Nested, v => v.Attribute(1, mask))
            .Nested(5 | Nested, v => v.Attribute(1, new byte[mask.Length])));

    private RuleExpressions Compare(byte[] value, bool isOther = false) => Expression(
        "cmp",
        d => d.Attribute(1, BigEndian4(Register)).Attribute(2, BigEndian4(isOther ? NotEqual : Equal))
            .Nested(3 | Nested, v => v.Attribute(1, value)));

    private RuleExpressions Expression(string name, Action<NetlinkWriter> data)
    {
        _list.Nested(ListElement | Nested, e => e.Attribute(1, name).Nested(2 | Nested, data));
        return this;
    }
}
