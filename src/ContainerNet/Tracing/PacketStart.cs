using System.Buffers.Binary;

namespace ContainerNet.Tracing;

/// <summary>Reads the first bytes of an IP packet, which may be cut off anywhere.</summary>
internal static class PacketStart
{
    private const byte HopByHop = 0, Routing = 43, Fragment = 44, DestinationOptions = 60;
    private const byte Tcp = 6, Udp = 17, Sctp = 132;
    private const int MostExtensions = 8;

    /// <summary>The addresses, and of the transport what is there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out TraceHeader header)
    {
        header = default;
        return packet.Length > 0 && (packet[0] >> 4) switch
        {
            4 => TryReadFour(packet, out header),
            6 => TryReadSix(packet, out header),
            _ => false,
        };
    }

    private static bool TryReadFour(ReadOnlySpan<byte> packet, out TraceHeader header)
    {
        header = default;
        int length = (packet[0] & 0xf) * 4;
        if (length < 20 || packet.Length < 20)
        {
            return false;
        }

        // Only the first fragment has the transport's header.
        bool isFirst = (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x1fff) == 0;
        ReadOnlySpan<byte> transport = isFirst && packet.Length > length ? packet[length..] : default;
        header = WithTransport(
            BinaryPrimitives.ReadUInt32BigEndian(packet[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[16..]),
            isIPv6: false, packet[9], transport);
        return true;
    }

    private static bool TryReadSix(ReadOnlySpan<byte> packet, out TraceHeader header)
    {
        header = default;
        if (packet.Length < 40)
        {
            return false;
        }

        byte next = packet[6];
        ReadOnlySpan<byte> rest = packet[40..];
        for (int i = 0; i < MostExtensions && IsExtension(next) && rest.Length >= 8; i++)
        {
            bool isLater = next == Fragment && (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) & 0xfff8) != 0;
            int length = next == Fragment ? 8 : (rest[1] + 1) * 8;
            next = rest[0];
            rest = isLater || length > rest.Length ? default : rest[length..];
        }

        header = WithTransport(
            BinaryPrimitives.ReadUInt128BigEndian(packet[8..]),
            BinaryPrimitives.ReadUInt128BigEndian(packet[24..]),
            isIPv6: true, next, rest);
        return true;
    }

    private static bool IsExtension(byte next) => next is HopByHop or Routing or Fragment or DestinationOptions;

    private static TraceHeader WithTransport(
        UInt128 source, UInt128 destination, bool isIPv6, byte transport, ReadOnlySpan<byte> data)
    {
        bool hasPorts = transport is Tcp or Udp or Sctp && data.Length >= 4;
        return new TraceHeader(
            source,
            destination,
            hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(data) : (ushort)0,
            hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(data[2..]) : (ushort)0,
            transport,
            isIPv6)
        {
            Sequence = transport == Tcp && data.Length >= 8 ? BinaryPrimitives.ReadUInt32BigEndian(data[4..]) : 0,
            TcpFlags = transport == Tcp && data.Length >= 14 ? data[13] : (byte)0,
        };
    }
}
