using System.Buffers.Binary;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>Reads the first bytes of an IP packet, which may be cut off anywhere, into the same header as a trace event's:
/// the two are compared. Log messages are longer than events, so IPv6 extension headers can be walked.</summary>
internal static class PacketStart
{
    private const byte HopByHop = 0, Routing = 43, Fragment = 44, DestinationOptions = 60;
    private const int MostExtensions = 8;

    /// <summary>The addresses, and of the transport what is there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out TraceHeader header)
    {
        header = default;
        return packet.Length > 0 && (packet[0] >> 4) switch
        {
            4 => PacketBytes.TryDecode(PacketBytes.IPv4Family, default, packet, default, out header),
            6 => TryReadSix(packet, out header),
            _ => false,
        };
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

        header = PacketBytes.WithTransport(
            WideNumber.Read(packet[8..]),
            WideNumber.Read(packet[24..]),
            next, isIPv6: true, rest);
        return true;
    }

    private static bool IsExtension(byte next) => next is HopByHop or Routing or Fragment or DestinationOptions;
}
