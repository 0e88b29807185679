using System.Net;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>The packets that a diagnosis follows over the facts: to each published port from every vantage, and from one
/// container of each network to the outside.</summary>
public static class PredictedPaths
{
    // TCP and UDP port 9, discard: nobody cares what comes there (RFC 863).
    private const int Discard = 9;

    /// <summary>All of them, in the order of ports.</summary>
    public static IEnumerable<PacketPath> Of(Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        PathPredictor predictor = new(facts);
        return Inward(facts).Concat(Outward(facts)).Select(predictor.Predict);
    }

    /// <summary>What clients send to published ports, an address family each.</summary>
    public static IEnumerable<PathQuestion> Inward(Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.PublishedPorts()
            .Where(IsMeant)
            .GroupBy(p => (p.Engine, p.Container, p.HostPort, p.Protocol, IsIPv6(p.HostAddress)))
            .Select(same => same.First())
            .SelectMany(p => s_vantages.Select(v => PathQuestion.Of(facts, p, v)))
            .OfType<PathQuestion>();
    }

    /// <summary>What one container of each bridge network sends to another machine.</summary>
    public static IEnumerable<PathQuestion> Outward(Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        IPAddress? outside = VantageAddresses.Choose(facts).Select(a => a.Client)
            .FirstOrDefault(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork);
        return outside is null ? [] :
            from container in facts.Containers
            where container is { IsRunning: true, IsHostNetwork: false } && facts.EngineOf(container.Engine) is { Rootless: false }
                && IsRead(facts, container)
            let way = container.Endpoints.FirstOrDefault(e => e.Gateway is not null && e.IPv4 is not null)
            where way is not null
            group container by (container.Engine, way.Network) into members
            let sender = members.First()
            select new PathQuestion
            {
                From = sender.Name,
                To = "another machine",
                Vantage = Vantage.Container,
                Sender = sender,
                Address = outside,
                Port = Discard,
            };
    }

    /// <summary>Docker also opens each port on [::] for containers that have no IPv6, which nobody asked for.</summary>
    private static bool IsMeant(ContainerPort port) => !IsIPv6(port.HostAddress) || IsIPv6(port.ContainerAddress)
        || !port.HostAddress!.Equals(IPAddress.IPv6Any);

    /// <summary>The resolver's rules of a container on a network of Docker's making are only counted: what it sends is asked of
    /// Get-PacketPath, which reads them.</summary>
    private static bool IsRead(Snapshot facts, Container container) => facts.Namespaces?.FirstOrDefault(
        n => Questions.Is(n.Engine, container.Engine) && n.Containers.Contains(container.Name, StringComparer.Ordinal))
        is { Chains: { } chains } && chains.All(c => c.RulesUnread != true);

    private static readonly Vantage[] s_vantages = [Vantage.External, Vantage.Host, Vantage.Loopback];

    private static bool IsIPv6(IPAddress? address) =>
        address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
}
