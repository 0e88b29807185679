using System.Buffers.Binary;
using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Sources.Connections;

/// <summary>Tracked connections out of IPCTNL_MSG_CT_NEW messages (include/uapi/linux/netfilter/nfnetlink_conntrack.h, struct
/// nfgenmsg; numbers in network order).</summary>
internal static class ConnectionDecoder
{
    /// <summary>IPS_DST_NAT (nf_conntrack_common.h): the destination is rewritten.</summary>
    public const uint DestinationRewritten = 0x20;

    private const ushort MessageType = 1 << 8;
    private const int HeaderLength = 4;
    private const uint SeenReply = 0x2;
    private const int Original = 1, Reply = 2, Status = 3, Timeout = 7, Mark = 8, Zone = 18;

    /// <summary>Reads one message; null when it is another kind, of another transport than TCP, UDP and SCTP, or of a zone,
    /// which the packets that we look for are not in.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static TrackedConnection? Decode(NetlinkMessage message)
    {
        if (message.Type != MessageType)
        {
            return null;
        }

        _ = NetlinkValue.Header(message.Payload, HeaderLength);
        Protocol? protocol = null;
        TrackedTuple? original = null, reply = null;
        uint status = 0, mark = 0;
        int? timeout = null;
        NetlinkAttributes attributes = new(message.Payload.AsSpan(HeaderLength));
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case Original:
                    original = TupleOf(attributes.Value, out protocol);
                    break;
                case Reply:
                    reply = TupleOf(attributes.Value, out _);
                    break;
                case Status:
                    status = Number(attributes.Value);
                    break;
                case Timeout:
                    timeout = (int)Math.Min(Number(attributes.Value), int.MaxValue);
                    break;
                case Mark:
                    mark = Number(attributes.Value);
                    break;
                case Zone:
                    return null;
                default:
                    break;
            }
        }

        return protocol is not Protocol transport ? null : new TrackedConnection
        {
            Protocol = transport,
            Original = original ?? throw Cut(),
            Reply = reply ?? throw Cut(),
            Answered = (status & SeenReply) != 0,
            TimeoutSeconds = timeout,
            Mark = mark,
        };
    }

    /// <summary>CTA_TUPLE_IP and CTA_TUPLE_PROTO.</summary>
    private static TrackedTuple TupleOf(ReadOnlySpan<byte> value, out Protocol? protocol)
    {
        const int Addresses = 1, Transport = 2;
        IPAddress? source = null, destination = null;
        (int Source, int Destination) ports = default;
        protocol = null;
        NetlinkAttributes attributes = new(value);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case Addresses:
                    (source, destination) = AddressesOf(attributes.Value);
                    break;
                case Transport:
                    ports = PortsOf(attributes.Value, out protocol);
                    break;
                default:
                    break;
            }
        }

        return new TrackedTuple(source ?? throw Cut(), ports.Source, destination ?? throw Cut(), ports.Destination);
    }

    private static (IPAddress? Source, IPAddress? Destination) AddressesOf(ReadOnlySpan<byte> value)
    {
        IPAddress? source = null, destination = null;
        NetlinkAttributes attributes = new(value);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case 1 or 3:
                    source = NetlinkValue.Address(attributes.Value);
                    break;
                case 2 or 4:
                    destination = NetlinkValue.Address(attributes.Value);
                    break;
                default:
                    break;
            }
        }

        return (source, destination);
    }

    private static (int Source, int Destination) PortsOf(ReadOnlySpan<byte> value, out Protocol? protocol)
    {
        const int Number = 1, SourcePort = 2, DestinationPort = 3;
        int source = 0, destination = 0;
        protocol = null;
        NetlinkAttributes attributes = new(value);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case Number:
                    protocol = attributes.Byte switch { 6 => Protocol.Tcp, 17 => Protocol.Udp, 132 => Protocol.Sctp, _ => null };
                    break;
                case SourcePort:
                    source = Port(attributes.Value);
                    break;
                case DestinationPort:
                    destination = Port(attributes.Value);
                    break;
                default:
                    break;
            }
        }

        return (source, destination);
    }

    private static int Port(ReadOnlySpan<byte> value) =>
        value.Length >= sizeof(ushort) ? BinaryPrimitives.ReadUInt16BigEndian(value) : throw Cut();

    private static uint Number(ReadOnlySpan<byte> value) =>
        value.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(value) : throw Cut();

    private static FormatException Cut() => new("a connection is cut off");
}
