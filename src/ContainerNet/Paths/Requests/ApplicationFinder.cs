using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths.Requests;

/// <summary>Finds the application behind an address and port that a proxy asks.</summary>
internal static class ApplicationFinder
{
    /// <summary>The application; null when no container that is known serves it.</summary>
    /// <param name="facts">The host.</param>
    /// <param name="own">The proxy's own container, where it has a network of its own; null on the host's.</param>
    /// <param name="address">The address, as the proxy sees it.</param>
    /// <param name="port">The port.</param>
    public static ApplicationPlace? Find(Snapshot facts, Container? own, IPAddress address, int port)
    {
        if (own is not null && (IPAddress.IsLoopback(address) || Has(own, address)))
        {
            return Inside(own, address, port);
        }

        if (IPAddress.IsLoopback(address) || facts.Addresses.Any(a => a.Address.Equals(address)))
        {
            return Published(facts, address, port) is { } published && Of(facts, published) is { } container
                ? Inside(container, published.ContainerAddress, published.Port) : null;
        }

        // Addresses of a rootless engine are in namespaces of its own, and stand for something else on the host.
        return facts.Containers.FirstOrDefault(c => c.IsRunning && Has(c, address)
            && (own is not null ? c.Engine == own.Engine : !IsRootless(facts, c))) is { } owner ? Inside(owner, address, port) : null;
    }

    /// <summary>The published port that a packet to an address of the host comes to.</summary>
    public static ContainerPort? Published(Snapshot facts, IPAddress? address, int port) => ContainerPorts.Of(facts)
        .Where(p => p.Running && p.Protocol == Protocol.Tcp && p.HostPort == port)
        .FirstOrDefault(p => p.HostAddress is null || address is null || p.HostAddress.Equals(address)
            || (IsAny(p.HostAddress) && p.HostAddress.AddressFamily == address.AddressFamily));

    /// <summary>The container of a port.</summary>
    public static Container? Of(Snapshot facts, ContainerPort port) =>
        facts.Containers.FirstOrDefault(c => c.Name == port.Container && c.Engine == port.Engine);

    /// <summary>Inside, 127.0.0.1 reaches what listens on all addresses, whatever addresses the engine tells of.</summary>
    private static ApplicationPlace? Inside(Container container, IPAddress? address, int port)
    {
        if (container is not { IsRunning: true, ProcessId: > 0 })
        {
            return null;
        }

        List<ContainerListener> here = [.. (container.Listeners ?? []).Where(l => l.Protocol == Protocol.Tcp && l.Port == port)];
        ContainerListener? listener = here.Find(l => l.IsAny) ?? here.Find(l => l.Address.Equals(address)) ?? here.FirstOrDefault();
        IPAddress place = listener is { IsAny: false } ? listener.Address
            : listener?.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback
            : IPAddress.Loopback;
        return new ApplicationPlace(container, place, port);
    }

    private static bool IsRootless(Snapshot facts, Container container) =>
        facts.Engines.FirstOrDefault(e => e.Name == container.Engine)?.Rootless == true;

    private static bool Has(Container container, IPAddress address) =>
        container.Endpoints.Any(e => address.Equals(e.IPv4) || address.Equals(e.IPv6));

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
