using System.Net;

namespace ContainerNet.Model;

/// <summary>Joins what engines publish with the containers behind it.</summary>
public static class ContainerPorts
{
    /// <summary>Every published port of a snapshot, one per host address and port; for containers that do not run, the
    /// ports that they ask for.</summary>
    public static IEnumerable<ContainerPort> Of(Snapshot facts) => facts.Containers.SelectMany(Of);

    private static IEnumerable<ContainerPort> Of(Container container)
    {
        IReadOnlyList<PortBinding> bindings = container.ActivePorts.Count > 0
            ? container.ActivePorts
            : container.PortBindings;

        foreach (PortBinding binding in bindings)
        {
            ContainerEndpoint? endpoint = CarrierOf(container, binding);
            IPAddress? address = IsIPv6(binding.HostAddress) && endpoint?.IPv6 is not null
                ? endpoint.IPv6
                : endpoint?.IPv4 ?? endpoint?.IPv6;

            yield return new ContainerPort
            {
                Engine = container.Engine,
                Container = container.Name,
                Protocol = binding.Protocol,
                HostAddress = binding.HostAddress,
                HostPort = binding.HostPort,
                ContainerAddress = address,
                Port = binding.ContainerPort,
                Network = endpoint?.Network,
                NetworkMode = container.NetworkMode,
                Running = container.IsRunning,
                Listener = ListenerFor(container, binding, address),
            };
        }
    }

    /// <summary>The endpoint that the engine gives published ports to: the one that is the container's way out.</summary>
    private static ContainerEndpoint? CarrierOf(Container container, PortBinding binding) =>
        container.Endpoints.FirstOrDefault(e => e.Gateway is not null)
        ?? container.Endpoints.FirstOrDefault(e => (IsIPv6(binding.HostAddress) ? e.IPv6 : e.IPv4) is not null)
        ?? (container.Endpoints.Count > 0 ? container.Endpoints[0] : null);

    private static ContainerListener? ListenerFor(Container container, PortBinding binding, IPAddress? address) =>
        container.Listeners?
            .Where(l => l.Protocol == binding.Protocol && l.Port == binding.ContainerPort && Serves(l, address))
            .OrderBy(l => l.IsLoopback)
            .FirstOrDefault();

    /// <summary>Would the socket take a packet for this address? An IPv6 wildcard takes IPv4 too unless it was told not
    /// to (ipv6(7), IPV6_V6ONLY), which the table in /proc does not show.</summary>
    private static bool Serves(ContainerListener listener, IPAddress? address) =>
        address is null || listener.IsAny || listener.IsLoopback || listener.Address.Equals(address);

    private static bool IsIPv6(IPAddress? address) =>
        address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
}
