using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>Ports of containers whose packets end on the host, so that firewalld's zones decide, not the engine's rules.</summary>
internal static class HostPaths
{
    /// <summary>Listeners of host-network containers, and forwarded ports of rootless engines, that other machines could reach.</summary>
    public static IEnumerable<(string Engine, string Container, int Port, Protocol Protocol, string How)> Of(Snapshot facts) =>
        HostNetwork(facts).Concat(Rootless(facts)).Distinct();

    private static IEnumerable<(string, string, int, Protocol, string)> HostNetwork(Snapshot facts) =>
        from container in facts.Containers
        where container is { IsRunning: true, IsHostNetwork: true }
        from listener in container.Listeners ?? []
        // Everything on the host listens in that namespace; only the container's own processes are looked up.
        where !listener.IsLoopback && listener.ProcessId is not null
        select (container.Engine, container.Name, listener.Port, listener.Protocol, "host network");

    private static IEnumerable<(string, string, int, Protocol, string)> Rootless(Snapshot facts) =>
        from port in facts.PublishedPorts()
        where facts.EngineOf(port.Engine) is { Rootless: true }
            && (port.HostAddress is null || !IPAddress.IsLoopback(port.HostAddress))
        select (port.Engine, port.Container, port.HostPort, port.Protocol, "rootless forwarder");
}
