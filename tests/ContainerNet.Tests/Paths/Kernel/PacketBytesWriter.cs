using System.Buffers.Binary;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Kernel;

/// <summary>Writes packets as they go over the wire, with checksums that connection tracking accepts.</summary>
internal static class PacketBytesWriter
{
    private const int Header4 = 20, Header6 = 40;

    /// <summary>The bytes of a packet; its length becomes that of the bytes.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="sequence">TCP: its sequence number.</param>
    /// <param name="acknowledged">TCP: the number that it acknowledges.</param>
    public static byte[] Write(Packet packet, uint sequence, uint acknowledged)
    {
        byte[] transport = Transport(packet, sequence, acknowledged);
        byte[] bytes = new byte[(packet.IsIPv6 ? Header6 : Header4) + transport.Length];
        packet.Length = bytes.Length;
        if (packet.IsIPv6)
        {
            bytes[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)transport.Length);
            bytes[6] = packet.Protocol;
            bytes[7] = (byte)packet.HopLimit;
            packet.Source.Write(bytes.AsSpan(8));
            packet.Destination.Write(bytes.AsSpan(24));
            transport.CopyTo(bytes, Header6);
            return bytes;
        }

        bytes[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)bytes.Length);
        bytes[8] = (byte)packet.HopLimit;
        bytes[9] = packet.Protocol;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), (uint)packet.Source);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), (uint)packet.Destination);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), Fold(Sum(bytes.AsSpan(0, Header4))));
        transport.CopyTo(bytes, Header4);
        return bytes;
    }

    private static byte[] Transport(Packet packet, uint sequence, uint acknowledged)
    {
        // Every opening of a connection tells its largest segment; a rule that clamps it would add it otherwise.
        bool isOpening = packet.Protocol == Packet.Tcp && (packet.TcpFlags & Packet.Syn) != 0;
        byte[] bytes = new byte[isOpening ? 24 : packet.Protocol == Packet.Tcp ? 20 : 12];
        int sum = packet.Protocol switch { Packet.Tcp => 16, Packet.Udp => 6, _ => 2 };
        if (packet.Protocol is Packet.Tcp or Packet.Udp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)packet.SourcePort);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)packet.DestinationPort);
        }

        switch (packet.Protocol)
        {
            case Packet.Tcp:
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), sequence);
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), acknowledged);
                bytes[12] = (byte)(bytes.Length << 2);
                new byte[] { 2, 4, 5, 180 }.AsSpan(0, bytes.Length - 20).CopyTo(bytes.AsSpan(20));
                bytes[13] = packet.TcpFlags;
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(14), 64240);
                break;
            case Packet.Udp:
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)bytes.Length);
                break;
            default:
                bytes[0] = packet.IcmpType;
                bytes[1] = packet.IcmpCode;
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)packet.SourcePort);
                break;
        }

        uint pseudo = packet.Protocol == Packet.Icmp ? 0 : PseudoHeader(packet, bytes.Length);
        ushort folded = Fold(pseudo + Sum(bytes));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(sum), folded == 0 && packet.Protocol == Packet.Udp ? (ushort)0xffff : folded);
        return bytes;
    }

    private static uint PseudoHeader(Packet packet, int length)
    {
        byte[] bytes = new byte[40];
        packet.Source.Write(bytes);
        packet.Destination.Write(bytes.AsSpan(16));
        bytes[35] = (byte)length;
        bytes[39] = packet.Protocol;
        return Sum(bytes);
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int at = 0; at < bytes.Length; at += 2)
        {
            sum += (uint)((bytes[at] << 8) | (at + 1 < bytes.Length ? bytes[at + 1] : 0));
        }

        return sum;
    }

    private static ushort Fold(uint sum)
    {
        while (sum > 0xffff)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
