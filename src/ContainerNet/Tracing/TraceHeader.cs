using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>The packet as the first event of each base chain shows it. Addresses are numbers, so that a million of them make
/// no garbage; an IPv4 address stands in the lowest 32 bits.</summary>
internal readonly record struct TraceHeader(
    WideNumber Source, WideNumber Destination, ushort SourcePort, ushort DestinationPort, byte Transport, bool IsIPv6)
{
    /// <summary>TCP flags (RFC 9293, byte 13 of the header); 0 for other transports.</summary>
    public byte TcpFlags { get; init; }

    /// <summary>TCP sequence number; 0 for other transports.</summary>
    public uint Sequence { get; init; }
}
