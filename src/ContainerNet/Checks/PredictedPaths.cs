using System.Net;
using ContainerNet.Checks.Firewall;
using ContainerNet.Checks.Proxy;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>The packets that a diagnosis follows over the facts: to each published port from every vantage, from one
/// container of each network to the outside, and from a proxy in a container to what it passes requests on to.</summary>
public static class PredictedPaths
{
    // TCP and UDP port 9, discard: nobody cares what comes there (RFC 863).
    private const int Discard = 9;

    /// <summary>All of them, in the order of ports.</summary>
    public static IEnumerable<PacketPath> Of(Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        PathPredictor predictor = new(facts);
        return Inward(facts).Concat(Outward(facts)).Concat(ToUpstreams(facts)).Select(predictor.Predict);
    }

    /// <summary>What clients send to published ports: over IPv4 where it is published for both, for engines open each port on [::]
    /// too, whether anybody wants that or not. Who gives a container an IPv6 address, under an engine that writes rules for it, wants
    /// it: that is asked from outside too.</summary>
    public static IEnumerable<PathQuestion> Inward(Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.PublishedPorts()
            .GroupBy(p => new PublishedPort(p.Engine, p.Container, p.Protocol, p.HostPort))
            .SelectMany(same => Asked(facts, [.. same]))
            .OfType<PathQuestion>();
    }

    private static IEnumerable<PathQuestion?> Asked(Snapshot facts, List<ContainerPort> same)
    {
        ContainerPort first = same.Find(p => !Questions.IsIPv6(p.HostAddress)) ?? same[0];
        bool isWanted = facts.EngineOf(first.Engine) is { } engine && DockerLayout.Of(engine) is { IPv6: true };
        ContainerPort? second = isWanted
            ? same.Find(p => p != first && Questions.IsIPv6(p.HostAddress) && Questions.IsIPv6(p.ContainerAddress))
            : null;
        return s_vantages.Select(v => PathQuestion.Of(facts, first, v))
            .Append(second is null ? null : PathQuestion.Of(facts, second, Vantage.External));
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

    /// <summary>What a proxy in a container sends to its upstreams, where somebody listens: what else keeps it from them is on the way.</summary>
    public static IEnumerable<PathQuestion> ToUpstreams(Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return (from item in facts.ProxyRoutes()
                let sender = UpstreamPlace.ContainerOf(facts, item.Proxy)
                where sender is { IsRunning: true } && facts.EngineOf(sender.Engine) is { Rootless: false } && IsRead(facts, sender)
                from server in item.Route.Upstream
                let place = UpstreamPlace.Of(facts, item.Proxy, server)
                where place is { Served: true, IsOwnLoopback: false } && !item.Proxy.InHostNetwork
                select (sender, server, Address: place.Addresses[0]))
            .DistinctBy(u => (u.sender.Name, u.Address, u.server.Port))
            .Select(u => new PathQuestion
            {
                From = u.sender.Name,
                To = u.server.ToString(),
                Vantage = Vantage.Container,
                Sender = u.sender,
                Address = u.Address,
                Port = u.server.Port,
            });
    }

    /// <summary>The resolver's rules of a container on a network of Docker's making are only counted: what it sends is asked of
    /// Get-PacketPath, which reads them.</summary>
    internal static bool IsRead(Snapshot facts, Container container) => facts.Namespaces?.FirstOrDefault(
        n => Questions.Is(n.Engine, container.Engine) && n.Containers.Contains(container.Name, StringComparer.Ordinal))
        is { Chains: { } chains } && chains.All(c => c.RulesUnread != true);

    private static readonly Vantage[] s_vantages = [Vantage.External, Vantage.Host, Vantage.Loopback];
}
