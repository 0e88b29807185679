using System.Net;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Tracing;

/// <summary>What is marked for one packet that is sent: the packet wherever it may come by, and what a forwarder would make
/// of it.</summary>
internal static class ProbeFlows
{
    // A port that is in use has other clients too, and only the first packets of theirs are wanted.
    private const int MostOpeningsPerSecond = 1000;

    /// <summary>Marks the packet everywhere it may come by, and what a forwarder would make of it.</summary>
    public static void Mark(
        PathQuestion question, PacketHeader packet, Snapshot facts, IReadOnlyList<TracedPlace> places)
    {
        TraceFlow flow = FlowOf(packet) with { OpeningOnly = question.Protocol == Protocol.Tcp };
        foreach (TracedPlace place in places)
        {
            place.Follow(flow);
            bool isReceiver = question.Receiver is { } receiver && place.Facts.Name == receiver.Name && place != places[0];
            if (isReceiver && question.ReceiverPort > 0)
            {
                place.Follow(flow with { Source = null, Destination = null, Family = null, DestinationPort = question.ReceiverPort });
                place.Follow(Openings(question.Protocol, question.ReceiverPort));
            }
        }

        TraceHeader asked = HeaderOf(packet);
        if (ForwarderOf.Port(facts, asked) is { } forwarder
            && IPEndPoint.TryParse(forwarder.ForwardsTo ?? "", out IPEndPoint? target))
        {
            places[0].Follow(Openings(question.Protocol, target.Port) with
            {
                Destination = new IPNetwork(target.Address, target.Address.GetAddressBytes().Length * 8),
            });
        }
    }

    private static TraceFlow Openings(Protocol protocol, int port) => new()
    {
        Protocol = protocol,
        DestinationPort = port,
        OpeningOnly = protocol == Protocol.Tcp,
        PerSecond = MostOpeningsPerSecond,
    };

    private static TraceFlow FlowOf(PacketHeader packet) => new()
    {
        Protocol = packet.Protocol,
        Source = packet.Source is null ? null : new IPNetwork(packet.Source, packet.Source.GetAddressBytes().Length * 8),
        SourcePort = packet.SourcePort > 0 ? packet.SourcePort : null,
        Destination = new IPNetwork(packet.Destination!, packet.Destination!.GetAddressBytes().Length * 8),
        DestinationPort = packet.DestinationPort,
    };

    /// <summary>The packet in numbers.</summary>
    public static TraceHeader HeaderOf(PacketHeader packet) => new(
        packet.Source is null ? 0 : AddressNumber.Of(packet.Source),
        AddressNumber.Of(packet.Destination!),
        (ushort)packet.SourcePort,
        (ushort)packet.DestinationPort,
        HeaderText.NumberOf(packet.Protocol ?? Protocol.Tcp),
        packet.Destination!.GetAddressBytes().Length == 16);
}
