using System.Net;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>Who takes a packet that has arrived in its namespace.</summary>
internal static class Sockets
{
    /// <summary>The socket that a packet is for; null when there is none, with <paramref name="isKnown"/> telling whether that is sure.</summary>
    public static ContainerListener? For(Place place, Packet packet, out bool isKnown)
    {
        isKnown = place.Listeners is not null;
        IPAddress address = AddressNumber.ToAddress(packet.Destination, packet.IsIPv6);
        ContainerListener? best = null;
        foreach (ContainerListener listener in place.Listeners ?? [])
        {
            if (listener.Port == packet.DestinationPort && NumberOf(listener.Protocol) == packet.Protocol && Takes(listener, address)
                && (best is null || (best.IsAny && !listener.IsAny)))
            {
                best = listener;
            }
        }

        return best;
    }

    /// <summary>The number of a transport in the IP header.</summary>
    public static byte NumberOf(Protocol protocol) => protocol switch
    {
        Protocol.Udp => Packet.Udp,
        Protocol.Sctp => Packet.Sctp,
        _ => Packet.Tcp,
    };

    /// <summary>The transport of a number, or null.</summary>
    public static Protocol? ProtocolOf(byte number) => number switch
    {
        Packet.Tcp => Protocol.Tcp,
        Packet.Udp => Protocol.Udp,
        Packet.Sctp => Protocol.Sctp,
        _ => null,
    };

    /// <summary>An IPv6 wildcard takes IPv4 too unless it was told not to (ipv6(7), IPV6_V6ONLY), which /proc does not show.</summary>
    private static bool Takes(ContainerListener listener, IPAddress address) =>
        listener.Address.AddressFamily == address.AddressFamily
            ? listener.IsAny || listener.Address.Equals(address)
            : listener.Address.Equals(IPAddress.IPv6Any)
                || (listener.Address.IsIPv4MappedToIPv6 && listener.Address.MapToIPv4().Equals(address));
}
