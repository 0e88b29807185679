using System.Buffers.Binary;
using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Proc;

/// <summary>Replies of sock_diag(7): struct inet_diag_msg (include/uapi/linux/inet_diag.h).</summary>
internal static class SocketMessage
{
    private const ushort MessageType = 20;
    private const int Length = 72;
    private const byte Listen = 10;
    private const byte FamilyIPv6 = 10;
    private const int AttributeHeader = 4;
    private const ushort OnlyIPv6Attribute = 11;

    /// <summary>The socket, or null when it does not listen or the message is another kind.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static Listening? Decode(NetlinkMessage message)
    {
        if (message.Type != MessageType)
        {
            return null;
        }

        ReadOnlySpan<byte> payload = message.Payload;
        if (payload.Length < Length)
        {
            throw new FormatException("a socket is cut off");
        }

        if (payload[1] != Listen)
        {
            return null;
        }

        ReadOnlySpan<byte> address = payload.Slice(8, payload[0] == 2 ? 4 : 16);
        // Of a listener the queues are its accept queue and the queue's limit (net/ipv4/tcp_diag.c, tcp_diag_get_info).
        return new Listening(
            Protocol.Tcp,
            new IPAddress(address),
            BinaryPrimitives.ReadUInt16BigEndian(payload[4..]),
            Bounded(payload[56..]),
            BitConverter.ToUInt32(payload[68..]))
        {
            Backlog = Bounded(payload[60..]),
            OnlyIPv6 = payload[0] == FamilyIPv6 ? OnlyIPv6(payload[Length..]) : null,
        };
    }

    /// <summary>INET_DIAG_SKV6ONLY, which the kernel adds for listeners.</summary>
    private static bool? OnlyIPv6(ReadOnlySpan<byte> attributes)
    {
        while (attributes.Length >= AttributeHeader)
        {
            int length = BitConverter.ToUInt16(attributes);
            if (length < AttributeHeader || length > attributes.Length)
            {
                break;
            }

            if (BitConverter.ToUInt16(attributes[2..]) == OnlyIPv6Attribute && length > AttributeHeader)
            {
                return attributes[AttributeHeader] != 0;
            }

            attributes = attributes[Math.Min((length + 3) & ~3, attributes.Length)..];
        }

        return null;
    }

    private static int Bounded(ReadOnlySpan<byte> value) => (int)Math.Min(BitConverter.ToUInt32(value), int.MaxValue);
}
