using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>The packets that a bridge network lives from: clients to its published ports, and its containers to the outside.</summary>
internal static class BridgeTraffic
{
    /// <summary>What comes from outside for each published port, IPv4, translated already.</summary>
    public static IEnumerable<(ContainerPort Port, PacketSketch Packet)> Inbound(Snapshot facts, ContainerNetwork network)
    {
        IReadOnlyList<Link> uplinks = facts.Uplinks();
        return facts.PublishedPorts()
            .Where(p => Questions.Is(p.Engine, network.Engine) && Questions.Is(p.Network, network.Name)
                && p.ContainerAddress?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
                && p.HostAddress?.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6
                && (p.HostAddress is null || !System.Net.IPAddress.IsLoopback(p.HostAddress)))
            .SelectMany(p => uplinks.Select(u => (p, new PacketSketch
            {
                InputInterface = u.Name,
                OutputInterface = network.Bridge,
                Destination = p.ContainerAddress,
                DestinationPort = p.Port,
                Protocol = p.Protocol,
                Translated = true,
            })));
    }

    /// <summary>What a container of the network sends to the outside.</summary>
    public static IEnumerable<(Container Container, PacketSketch Packet)> Outbound(Snapshot facts, ContainerNetwork network) =>
        facts.MembersOf(network).Take(1).SelectMany(c => facts.Uplinks().Select(u => (c, new PacketSketch
        {
            InputInterface = network.Bridge,
            OutputInterface = u.Name,
            Source = c.Endpoints.FirstOrDefault(e => Questions.Is(e.Network, network.Name))?.IPv4,
        })));
}
