using System.Globalization;
using System.Net;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>A program that takes a connection on the host and opens another one.</summary>
/// <param name="Words">Who, and what it opens.</param>
/// <param name="Next">The packet that opens the other connection; null when that is not known.</param>
/// <param name="Obstacle">Why not.</param>
internal sealed record Handover(string Words, PathStart? Next, string Obstacle)
{
    /// <summary>The forwarder that a packet has arrived at, or null.</summary>
    public static Handover? Of(WalkMap map, PathQuestion question, Place at, Packet packet)
    {
        if (!at.IsHost || Sockets.ProtocolOf(packet.Protocol) is not { } protocol
            || ForwarderPorts.Of(map.Facts, AddressNumber.ToAddress(packet.Destination, packet.IsIPv6), packet.DestinationPort, protocol)
                is not { } process)
        {
            return null;
        }

        string target = process.ForwardsTo is null ? $"a connection to {question.To}" : $"a connection to {process.ForwardsTo}";
        string words = string.Create(CultureInfo.InvariantCulture, $"{process.Name} ({process.ProcessId}) takes it and opens {target}");
        if (IPEndPoint.TryParse(process.ForwardsTo ?? "", out IPEndPoint? end) && !IPAddress.IsLoopback(end.Address)
            && !end.Address.Equals(IPAddress.Any) && !end.Address.Equals(IPAddress.IPv6Any))
        {
            return new Handover(words, new PathStart(map.Host, PathStart.New(end.Address, end.Port, protocol), IsMade: true, HasSource: false), "");
        }

        return Inside(map, question, packet, words, protocol);
    }

    /// <summary>rootlessport, slirp4netns and pasta open their connection in the container's own namespace: it comes in by the
    /// container's interface, for an address that the container has there.</summary>
    private static Handover Inside(WalkMap map, PathQuestion question, Packet packet, string words, Protocol protocol)
    {
        if (question.Receiver is not { } receiver || map.Of(receiver) is not { } place || place.IsHost)
        {
            return new Handover(words, null, "where it opens its connection is not known");
        }

        InterfaceAddress? own = place.Addresses.FirstOrDefault(a => a.Scope == "global"
            && (a.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6) == packet.IsIPv6)
            ?? place.Addresses.FirstOrDefault(a => a.Scope == "global");
        Link? link = place.Links.FirstOrDefault(l => l.Index == own?.LinkIndex);
        if (own is null || link is null)
        {
            return new Handover(words, null, $"{receiver.Name} has no address");
        }

        Packet inner = PathStart.New(own.Address, question.ReceiverPort, protocol);
        inner.Source = packet.IsIPv6 == inner.IsIPv6 ? packet.Source : inner.Destination;
        inner.Input = link.Name;
        return new Handover(words, new PathStart(place, inner, IsMade: false, HasSource: true), "");
    }
}
