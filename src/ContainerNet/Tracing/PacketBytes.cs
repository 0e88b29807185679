using System.Buffers.Binary;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>Reads the first bytes of a packet, as trace events and log messages carry them.</summary>
internal static class PacketBytes
{
    /// <summary>NFPROTO_IPV4.</summary>
    public const uint IPv4Family = 2;

    private const uint IPv6Family = 10;
    private const ushort IPv4Type = 0x0800, IPv6Type = 0x86dd, VlanType = 0x8100, ServiceVlanType = 0x88a8;
    private const byte Tcp = 6, Udp = 17, UdpLite = 136, Sctp = 132, Dccp = 33;
    private const int IPv4Length = 20, IPv6Length = 40;

    /// <summary>Decodes the headers of one packet.</summary>
    /// <param name="family">NFPROTO_...; for those that see more than IP (bridge, netdev) the link header
    /// decides.</param>
    /// <param name="link">The link header, or nothing.</param>
    /// <param name="network">From the network header on.</param>
    /// <param name="transport">From the transport header on; empty when it is not known where that begins.</param>
    /// <param name="header">The outcome.</param>
    /// <returns>False when it is no IP packet, or too little of one.</returns>
    public static bool TryDecode(
        uint family, ReadOnlySpan<byte> link, ReadOnlySpan<byte> network, ReadOnlySpan<byte> transport,
        out TraceHeader header)
    {
        header = default;
        return family switch
        {
            IPv4Family => TryIPv4(network, transport, out header),
            IPv6Family => TryIPv6(network, transport, out header),
            3 => false,
            _ => EtherType(link) switch
            {
                IPv4Type => TryIPv4(network, transport, out header),
                IPv6Type => TryIPv6(network, transport, out header),
                _ => false,
            },
        };
    }

    private static bool TryIPv4(ReadOnlySpan<byte> network, ReadOnlySpan<byte> transport, out TraceHeader header)
    {
        header = default;
        if (network.Length < IPv4Length || network[0] >> 4 != 4 || (network[0] & 15) < 5)
        {
            return false;
        }

        int length = (network[0] & 15) * 4;
        if (transport.IsEmpty && network.Length > length)
        {
            transport = network[length..];
        }

        // A fragment other than the first begins in the middle of the payload (RFC 791).
        bool isLaterFragment = (BinaryPrimitives.ReadUInt16BigEndian(network[6..]) & 0x1fff) != 0;
        header = WithTransport(
            BinaryPrimitives.ReadUInt32BigEndian(network[12..]), BinaryPrimitives.ReadUInt32BigEndian(network[16..]),
            network[9], isIPv6: false, isLaterFragment ? default : transport);
        return true;
    }

    /// <summary>The kernel shows 40 bytes at most, so an extension header is named and not walked: what comes behind it
    /// is not known, and its transport header is not read as if it were.</summary>
    private static bool TryIPv6(ReadOnlySpan<byte> network, ReadOnlySpan<byte> transport, out TraceHeader header)
    {
        header = default;
        if (network.Length < IPv6Length || network[0] >> 4 != 6)
        {
            return false;
        }

        byte next = network[6];
        if (transport.IsEmpty)
        {
            transport = network[IPv6Length..];
        }

        header = WithTransport(
            WideNumber.Read(network[8..]), WideNumber.Read(network[24..]),
            next, isIPv6: true, transport);
        return true;
    }

    /// <summary>The header of a packet whose transport header begins with these bytes, as many as there are.</summary>
    public static TraceHeader WithTransport(
        WideNumber source, WideNumber destination, byte protocol, bool isIPv6, ReadOnlySpan<byte> transport)
    {
        bool hasPorts = protocol is Tcp or Udp or Sctp or UdpLite or Dccp && transport.Length >= 4;
        bool isTcp = protocol == Tcp && transport.Length >= 14;
        return new TraceHeader(
            source,
            destination,
            hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(transport) : (ushort)0,
            hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(transport[2..]) : (ushort)0,
            protocol,
            isIPv6)
        {
            TcpFlags = isTcp ? transport[13] : (byte)0,
            Sequence = isTcp ? BinaryPrimitives.ReadUInt32BigEndian(transport[4..]) : 0,
        };
    }

    private static ushort EtherType(ReadOnlySpan<byte> link)
    {
        if (link.Length < 14)
        {
            return 0;
        }

        ushort type = BinaryPrimitives.ReadUInt16BigEndian(link[12..]);
        return type is VlanType or ServiceVlanType && link.Length >= 18
            ? BinaryPrimitives.ReadUInt16BigEndian(link[16..])
            : type;
    }
}
