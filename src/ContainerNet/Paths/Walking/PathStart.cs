using System.Net;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>A packet before its first step.</summary>
/// <param name="Place">The namespace where it is made, or which it comes into.</param>
/// <param name="Packet">It.</param>
/// <param name="IsMade">Is it made there, by a socket?</param>
/// <param name="HasSource">Has it a source already, which routing else chooses?</param>
internal sealed record PathStart(Place Place, Packet Packet, bool IsMade, bool HasSource)
{
    /// <summary>The packet that a question is about; null with the reason where there is no such packet.</summary>
    public static PathStart? Of(WalkMap map, PathQuestion question, out string obstacle)
    {
        obstacle = "";
        Packet packet = New(question.Address, question.Port, question.Protocol);
        if (question.Sender is { } sender)
        {
            if (map.Of(sender) is not { } place)
            {
                obstacle = $"the namespace of {sender.Name} was not read";
                return null;
            }

            return Made(place, packet, question.SourceAddress);
        }

        if (question.Vantage != Vantage.External)
        {
            IPAddress? source = question.SourceAddress ?? (IPAddress.IsLoopback(question.Address) ? question.Address : null);
            return Made(map.Host, packet, source);
        }

        return FromOutside(map, question, packet, out obstacle);
    }

    /// <summary>A packet to an address, from a client's port.</summary>
    public static Packet New(IPAddress address, int port, Protocol protocol) => new()
    {
        IsIPv6 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6,
        Destination = AddressNumber.Of(address),
        DestinationPort = port,
        Protocol = Sockets.NumberOf(protocol),
        TcpFlags = protocol == Protocol.Tcp ? Packet.Syn : (byte)0,
        AnySourcePort = true,
    };

    private static PathStart Made(Place place, Packet packet, IPAddress? source)
    {
        packet.Source = source is null ? WideNumber.Zero : AddressNumber.Of(source);
        return new PathStart(place, packet, IsMade: true, HasSource: source is not null);
    }

    private static PathStart? FromOutside(WalkMap map, PathQuestion question, Packet packet, out string obstacle)
    {
        Snapshot facts = map.Facts;
        Model.AddressFamily family = packet.IsIPv6 ? Model.AddressFamily.IPv6 : Model.AddressFamily.IPv4;
        Uplink? uplink = Uplink.Of(facts, family);
        IPAddress? source = question.SourceAddress ?? map.Outside
            .Select(a => a.Client).FirstOrDefault(a => a.AddressFamily == question.Address.AddressFamily);
        if (source is null || uplink is null)
        {
            obstacle = $"this host has no {(packet.IsIPv6 ? "IPv6" : "IPv4")} address that others can reach";
            return null;
        }

        obstacle = "";
        packet.Source = AddressNumber.Of(source);

        packet.Input = (LinkOf(facts, question, source) ?? uplink.Link).Name;
        return new PathStart(map.Host, packet, IsMade: false, HasSource: true);
    }

    /// <summary>Where a client comes in: by the interface on whose network it is, or else by the one that has the address that it
    /// asks; null for the uplink.</summary>
    private static Link? LinkOf(Snapshot facts, PathQuestion question, IPAddress source)
    {
        InterfaceAddress? near = facts.Addresses.FirstOrDefault(a => a.Scope == "global" && a.PrefixLength > 0
                && RouteRange.Of(a.Address, a.PrefixLength).Holds(AddressNumber.Of(source), IsSix(source)))
            ?? facts.Addresses.FirstOrDefault(a => a.Scope == "global" && a.Address.Equals(question.Address));
        Link? link = facts.Links.FirstOrDefault(l => l.Index == near?.LinkIndex);
        return link is { IsLoopback: false } && !facts.Networks.Any(n => string.Equals(n.Bridge, link.Name, StringComparison.Ordinal))
            ? link : null;
    }

    private static bool IsSix(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
}
