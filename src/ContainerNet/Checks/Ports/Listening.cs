using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>Who listens where in a container, for the ports that it publishes.</summary>
internal static class Listening
{
    /// <summary>Docker's name server in containers of user networks: not the application's.</summary>
    private static readonly IPAddress s_embeddedDns = new([127, 0, 0, 11]);

    /// <summary>Published ports of running containers with a namespace of their own whose sockets were read, one for each
    /// port inside.</summary>
    public static IEnumerable<(Container Container, ContainerPort Port)> Ports(Snapshot facts) =>
        from container in facts.Containers
        where container is { IsRunning: true, IsHostNetwork: false, Listeners: not null } && IsWhole(facts, container)
        from port in ContainerPorts.Of(facts with { Containers = [container] })
            .Where(p => p.HostPort > 0 && p.Protocol != Protocol.Sctp)
            .OrderBy(p => p.HostAddress?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
            .DistinctBy(p => (p.Port, p.Protocol))
        select (container, port);

    /// <summary>Half a list of sockets would make a served port look deserted.</summary>
    private static bool IsWhole(Snapshot facts, Container container) => !facts.Gaps.Any(g =>
        (g.Facts & FactKinds.Listeners) != FactKinds.None
        && g.Source.StartsWith($"/proc/{container.ProcessId}/net/", StringComparison.Ordinal));

    /// <summary>The application's sockets of one transport.</summary>
    public static IEnumerable<ContainerListener> Of(Container container, Protocol protocol) =>
        (container.Listeners ?? []).Where(l => l.Protocol == protocol && !l.Address.Equals(s_embeddedDns));

    /// <summary>Does any socket take what comes to the container's address?</summary>
    public static bool IsServed(Container container, ContainerPort port) => Of(container, port.Protocol).Any(l =>
        l.Port == port.Port && !l.IsLoopback && (l.IsAny || port.ContainerAddress is null
            || l.Address.Equals(port.ContainerAddress)
            || container.Endpoints.Any(e => l.Address.Equals(e.IPv4) || l.Address.Equals(e.IPv6))));

    /// <summary>"127.0.0.1:80 (httpd, process 17)".</summary>
    public static string Text(ContainerListener listener) => Questions.AddressText(listener.Address, listener.Port)
        + (listener.ProcessName is null && listener.ProcessId is null ? ""
            : $" ({listener.ProcessName ?? "process"}{(listener.ProcessId is int pid ? $", process {pid}" : "")})");
}
