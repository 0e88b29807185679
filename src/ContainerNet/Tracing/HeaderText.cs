using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Tracing;

/// <summary>A packet's addresses as numbers and as people have them.</summary>
internal static class HeaderText
{
    private const byte Tcp = 6, Udp = 17, Sctp = 132;

    /// <summary>For people.</summary>
    public static PacketHeader Words(in TraceHeader header) => new()
    {
        Protocol = ProtocolOf(header.Transport),
        Source = AddressNumber.ToAddress(header.Source, header.IsIPv6),
        SourcePort = header.SourcePort,
        Destination = AddressNumber.ToAddress(header.Destination, header.IsIPv6),
        DestinationPort = header.DestinationPort,
    };

    /// <summary>The transport that has ports, or null.</summary>
    public static Protocol? ProtocolOf(byte number) => number switch
    {
        Tcp => Protocol.Tcp,
        Udp => Protocol.Udp,
        Sctp => Protocol.Sctp,
        _ => null,
    };

    /// <summary>The number of a transport in the IP header.</summary>
    public static byte NumberOf(Protocol protocol) => protocol switch
    {
        Protocol.Udp => Udp,
        Protocol.Sctp => Sctp,
        _ => Tcp,
    };

    /// <summary>Is it the same packet, addresses and all? The TCP sequence number tells one try from the next.</summary>
    public static bool IsSame(in TraceHeader left, in TraceHeader right) => left == right;

    /// <summary>Is one the answer to the other?</summary>
    public static bool IsAnswer(in TraceHeader question, in TraceHeader answer) =>
        question.Transport == answer.Transport && question.Source == answer.Destination
        && question.Destination == answer.Source && question.SourcePort == answer.DestinationPort
        && question.DestinationPort == answer.SourcePort;
}
