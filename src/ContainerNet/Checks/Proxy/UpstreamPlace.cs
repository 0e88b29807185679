using System.Net;
using ContainerNet.Checks.Ports;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Checks.Proxy;

/// <summary>Where a server of an upstream is, seen from its proxy, and whether anybody listens there.</summary>
/// <param name="Addresses">What its name stands for at the proxy; empty when that is not known.</param>
/// <param name="Served">Does anybody listen there? Null when that cannot be told.</param>
internal sealed record UpstreamPlace(IReadOnlyList<IPAddress> Addresses, bool? Served)
{
    /// <summary>The container that has the address.</summary>
    public Container? Container { get; init; }

    /// <summary>Is it the loopback of the proxy's own container?</summary>
    public bool IsOwnLoopback { get; init; }

    /// <summary>Is it an address of the host?</summary>
    public bool IsHost { get; init; }

    /// <summary>The network of an engine that the address belongs to, though no container there has it.</summary>
    public ContainerNetwork? Deserted { get; init; }

    /// <summary>Finds it.</summary>
    public static UpstreamPlace Of(Snapshot facts, RunningProxy proxy, UpstreamServer server)
    {
        if (server.UnixPath is not null)
        {
            return new UpstreamPlace([], null);
        }

        IReadOnlyList<IPAddress> addresses = AddressesOf(facts, proxy, server.Host);
        if (addresses.Count == 0)
        {
            return new UpstreamPlace([], null);
        }

        // nginx asks the next address of a name when one does not answer.
        UpstreamPlace[] places = [.. addresses.Select(a => At(facts, proxy, a, server.Port) with { Addresses = addresses })];
        return places.FirstOrDefault(p => p.Served is true) ?? places.FirstOrDefault(p => p.Served is null) ?? places[0];
    }

    /// <summary>What a name stands for where the proxy runs: in a container as its resolver has it, on the host an address or a line of its
    /// file hosts.</summary>
    public static IReadOnlyList<IPAddress> AddressesOf(Snapshot facts, RunningProxy proxy, string name) =>
        new ProxyNames(facts, proxy).Resolve(name).Addresses;

    /// <summary>The container that the proxy runs in, or null.</summary>
    public static Container? ContainerOf(Snapshot facts, RunningProxy proxy) => new ProxyNames(facts, proxy).Own;

    private static UpstreamPlace At(Snapshot facts, RunningProxy proxy, IPAddress address, int port)
    {
        Container? own = proxy.InHostNetwork ? null : ContainerOf(facts, proxy);
        if (!proxy.InHostNetwork && own is null)
        {
            return new UpstreamPlace([address], null);
        }

        if (own is not null && (IPAddress.IsLoopback(address) || Has(own, address)))
        {
            return new UpstreamPlace([address], Listens(facts, own.Listeners, address, port))
            {
                Container = own,
                IsOwnLoopback = IPAddress.IsLoopback(address),
            };
        }

        if (own is not null && IsHostBehindPasta(own, address))
        {
            // What listens on one address of the host only may be reached or not.
            return new UpstreamPlace([address], facts.HostListeners.Any(l => l.Protocol == Protocol.Tcp && l.Port == port && l.IsAny) ? true : null) { IsHost = true };
        }

        if (IPAddress.IsLoopback(address) || facts.Addresses.Any(a => a.Address.Equals(address)))
        {
            bool? served = Listens(facts, facts.HostListeners, address, port) is not false || IsPublished(facts, address, port);
            return new UpstreamPlace([address], facts.Has(FactKinds.HostListeners) ? served : null) { IsHost = true };
        }

        // A rootless engine's addresses are in namespaces of its own, and stand for something else on the host.
        IEnumerable<string> engines = own is not null ? [own.Engine] : facts.HostEngines().Select(e => e.Name);
        if (facts.Containers.FirstOrDefault(c => c.IsRunning && engines.Contains(c.Engine) && Has(c, address)) is { } container)
        {
            return new UpstreamPlace([address], Listens(facts, container.Listeners, address, port)) { Container = container };
        }

        ContainerNetwork? network = facts.Networks.FirstOrDefault(n => engines.Contains(n.Engine)
            && n.Subnets.Any(s => s.Subnet is { } subnet && subnet.Contains(address) && !address.Equals(s.Gateway)));
        return new UpstreamPlace([address], network is null ? null : false) { Deserted = network };
    }

    /// <summary>pasta maps an address of its own to the host (--map-guest-addr, passt(1)), which Podman names in the file hosts.</summary>
    private static bool IsHostBehindPasta(Container own, IPAddress address) => own.NetworkMode.Split(':')[0] == "pasta"
        && own.Hosts?.Any(h => h.Name == "host.containers.internal" && h.Address.Equals(address)) == true;

    private static bool Has(Container container, IPAddress address) =>
        container.Endpoints.Any(e => address.Equals(e.IPv4) || address.Equals(e.IPv6));

    private static bool? Listens(Snapshot facts, IReadOnlyList<ContainerListener>? listeners, IPAddress address, int port) =>
        listeners is null || !facts.Has(FactKinds.Listeners) ? null
            : listeners.Any(l => l.Protocol == Protocol.Tcp && l.Port == port && (l.IsAny || l.Address.Equals(address)));

    /// <summary>A port may be published by rules alone, and nobody listens on the host.</summary>
    private static bool IsPublished(Snapshot facts, IPAddress address, int port) => facts.PublishedPorts().Any(p =>
        p.HostPort == port && p.Protocol == Protocol.Tcp && facts.EngineOf(p.Engine) is { Rootless: false }
        && (p.HostAddress is null || p.HostAddress.Equals(IPAddress.Any) || p.HostAddress.Equals(IPAddress.IPv6Any)
            || p.HostAddress.Equals(address)));

    /// <summary>Who listens on that port after all, or on the port that was perhaps meant, in words; null when nobody does.</summary>
    public string? Instead(Snapshot facts, UpstreamServer server)
    {
        IReadOnlyList<ContainerListener> here = Container?.Listeners ?? (IsHost ? facts.HostListeners : []);
        if (here.FirstOrDefault(l => l.Protocol == Protocol.Tcp && l.Port == server.Port) is { } other)
        {
            return $"{Listening.Text(other)} does";
        }

        // The port inside the container in the place of the one on the host is the mistake that is made most often.
        List<string> published = IsHost ? [.. facts.PublishedPorts()
            .Where(p => p.Port == server.Port && p.HostPort != server.Port && p.Protocol == Protocol.Tcp)
            .Select(p => $"{p.Container} as {p.HostPort}").Distinct(StringComparer.Ordinal)] : [];
        return published.Count > 0 ? $"port {server.Port} inside is published by {Questions.Names(published)}" : null;
    }
}
