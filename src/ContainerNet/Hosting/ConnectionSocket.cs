using System.Buffers.Binary;
using ContainerNet.Interop;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Hosting;

/// <summary>The kernel's table of tracked connections (include/uapi/linux/netfilter/nfnetlink_conntrack.h), in the network
/// namespace of the calling thread.</summary>
internal static class ConnectionSocket
{
    private const ushort ConnectionSubsystem = 1;
    private const byte GetConnection = 1;
    private const ushort Status = 3, StatusMask = 26;
    private const int HeaderLength = 4, AttributeLength = 4, TypeMask = 0x3fff;

    /// <summary>Connections whose status has all the bits, one more than the limit where there are more; null when asking
    /// would load a module.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static IReadOnlyList<NetlinkMessage>? Dump(uint status, int limit)
    {
        if (!KernelModules.IsThere("nf_conntrack_netlink"))
        {
            // Where nothing is tracked there is nothing to ask for.
            return KernelModules.IsThere("nf_conntrack") ? null : [];
        }

        byte[] bits = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bits, status);
        NetfilterMessage question = NetfilterMessage.Of(
            ConnectionSubsystem, GetConnection, 0, family: 0, resource: 0,
            writer => writer.Attribute(Status, bits).Attribute(StatusMask, bits));
        using SafeFileHandle socket = NetlinkRequest.Open(NativeSocket.NetfilterProtocol);

        // Older kernels know no such filter, and tell of every connection.
        NetlinkSink sink = new(payload => HasStatus(payload, status), limit + 1);
        NetlinkRequest.Dump(socket, question.Type, question.Payload, sink);
        return sink.Messages;
    }

    /// <summary>Is the message one of a connection with these bits?</summary>
    internal static bool HasStatus(ReadOnlySpan<byte> payload, uint status)
    {
        ReadOnlySpan<byte> rest = payload.Length > HeaderLength ? payload[HeaderLength..] : [];
        while (rest.Length >= AttributeLength)
        {
            int length = BitConverter.ToUInt16(rest);
            if (length < AttributeLength || length > rest.Length)
            {
                return false;
            }

            if ((BitConverter.ToUInt16(rest[2..]) & TypeMask) == Status && length >= AttributeLength + sizeof(uint))
            {
                return (BinaryPrimitives.ReadUInt32BigEndian(rest[AttributeLength..]) & status) == status;
            }

            rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        }

        return false;
    }
}
