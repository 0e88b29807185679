using ContainerNet.Model;
using ContainerNet.Paths.Walking;

namespace ContainerNet.Tracing;

/// <summary>Which program takes a packet that ends on the host and opens a connection of its own.</summary>
internal static class ForwarderOf
{
    /// <summary>The forwarder of the port that a packet is for, or null when none is known.</summary>
    public static HostProcess? Port(Snapshot facts, in TraceHeader packet) =>
        HeaderText.ProtocolOf(packet.Transport) is Protocol protocol
            ? ForwarderPorts.Of(facts, AddressNumber.ToAddress(packet.Destination, packet.IsIPv6), packet.DestinationPort, protocol)
            : null;
}
