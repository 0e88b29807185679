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
        return new Listening(
            Protocol.Tcp,
            new IPAddress(address),
            BinaryPrimitives.ReadUInt16BigEndian(payload[4..]),
            (int)Math.Min(BitConverter.ToUInt32(payload[56..]), int.MaxValue),
            BitConverter.ToUInt32(payload[68..]));
    }
}
