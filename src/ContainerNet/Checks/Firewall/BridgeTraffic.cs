using System.Net;
using System.Runtime.CompilerServices;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;
using ContainerNet.Paths.Walking;

namespace ContainerNet.Checks.Firewall;

/// <summary>The packets that a bridge network lives from: clients to its published ports, and its containers to the outside.</summary>
internal static class BridgeTraffic
{
    // What containers ask of others more than anything else.
    private const int Https = 443;

    /// <summary>Some address outside (RFC 5737, TEST-NET-3), where the host's own do not tell which is.</summary>
    private static readonly IPAddress s_outside = IPAddress.Parse("203.0.113.1");

    // Asked for each packet, and each answer goes through all routes and networks.
    private static readonly ConditionalWeakTable<Snapshot, IPAddress> s_outsides = [];

    /// <summary>Another machine: the one that predicted paths come from.</summary>
    public static IPAddress Outside(Snapshot facts) => s_outsides.GetValue(facts, f => VantageAddresses.Choose(f).Select(a => a.Client)
        .FirstOrDefault(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork) ?? s_outside);

    /// <summary>The first packet of a connection.</summary>
    public static Packet New(IPAddress? source, IPAddress destination, int port, Protocol protocol = Protocol.Tcp)
    {
        Packet packet = PathStart.New(destination, port, protocol);
        packet.Source = source is null ? 0 : AddressNumber.Of(source);
        packet.Connection = new Connection();
        Translator.Begin(packet.Connection, packet);
        return packet;
    }

    /// <summary>What another machine sends to a port of the host, as it comes in by one of its interfaces.</summary>
    public static Packet ToHost(Snapshot facts, Link? uplink, IPAddress? address, int port, Protocol protocol)
    {
        IPAddress own = address is null || address.Equals(IPAddress.Any) ? AddressOf(facts, uplink) : address;
        Packet packet = New(Outside(facts), own, port, protocol);
        packet.Input = uplink?.Name;
        return packet;
    }

    /// <summary>What comes from outside for each published port, IPv4, translated already.</summary>
    public static IEnumerable<(ContainerPort Port, Packet Packet)> Inbound(Snapshot facts, ContainerNetwork network)
    {
        IReadOnlyList<Link> uplinks = facts.Uplinks();
        return facts.PublishedPorts()
            .Where(p => Questions.Is(p.Engine, network.Engine) && Questions.Is(p.Network, network.Name)
                && p.ContainerAddress?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
                && p.HostAddress?.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6
                && (p.HostAddress is null || !IPAddress.IsLoopback(p.HostAddress)))
            .SelectMany(p => uplinks.Select(u =>
            {
                Packet packet = Translate(ToHost(facts, u, p.HostAddress, p.HostPort, p.Protocol), p.ContainerAddress!, p.Port);
                return (p, Between(packet, u.Name, network.Bridge));
            }));
    }

    /// <summary>What a container of the network sends to the outside.</summary>
    public static IEnumerable<(Container Container, Packet Packet)> Outbound(Snapshot facts, ContainerNetwork network) =>
        from container in facts.MembersOf(network).Take(1)
        from uplink in facts.Uplinks()
        let source = container.Endpoints.FirstOrDefault(e => Questions.Is(e.Network, network.Name))?.IPv4
        where source is not null
        select (container, Between(New(source, Outside(facts), Https), network.Bridge, uplink.Name));

    /// <summary>The same packet, passed on from one interface to another.</summary>
    public static Packet Between(Packet packet, string? input, string? output)
    {
        (packet.Input, packet.Output) = (input, output);
        return packet;
    }

    /// <summary>The same packet, after a rule has rewritten its destination.</summary>
    public static Packet Translate(Packet packet, IPAddress destination, int port)
    {
        (packet.Destination, packet.DestinationPort) = (AddressNumber.Of(destination), port);
        Connection connection = packet.Connection!;
        connection.IsDestinationTranslated = packet.Destination != connection.Original.Destination
            || port != connection.Original.DestinationPort;
        connection.Reply = connection.Reply with { Source = packet.Destination, SourcePort = port };
        return packet;
    }

    private static IPAddress AddressOf(Snapshot facts, Link? uplink) => facts.Addresses.FirstOrDefault(a => a.LinkIndex == uplink?.Index
        && a.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)?.Address ?? IPAddress.Any;
}
