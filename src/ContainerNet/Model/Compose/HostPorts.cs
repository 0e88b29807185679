using System.Net;

namespace ContainerNet.Model.Compose;

/// <summary>Who listens at ports of a host, by its facts.</summary>
public static class HostPorts
{
    /// <summary>Who stands in the way of a socket at an address and port.</summary>
    /// <param name="facts">The host.</param>
    /// <param name="project">The project that wants the port: its own containers make room when it is started anew.</param>
    /// <param name="address">The address; null for all.</param>
    /// <param name="port">The port.</param>
    /// <param name="protocol">The transport.</param>
    public static IEnumerable<PortConflict> HoldersOf(Snapshot facts, ComposeProject project, IPAddress? address, int port, Protocol protocol)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(project);
        List<ContainerPort> published = [.. ContainerPorts.Of(facts)
            .Where(p => p.Running && p.HostPort == port && p.Protocol == protocol && Overlap(address, p.HostAddress))];
        foreach (ContainerPort holder in published.DistinctBy(p => p.Container))
        {
            if (!IsOf(project, holder.Container))
            {
                yield return new PortConflict
                {
                    Holder = PortHolder.Container, HostAddress = holder.HostAddress, HostPort = port, Container = holder.Container,
                };
            }
        }

        // A forwarder of a published port (docker-proxy, rootlessport) listens for its container, which was named.
        foreach (ContainerListener listener in facts.HostListeners
            .Where(l => l.Port == port && l.Protocol == protocol && Overlap(address, l))
            .Where(l => !published.Any(p => Overlap(p.HostAddress, l) && IsForwarder(l)))
            .DistinctBy(l => (l.ProcessId, l.ProcessName)))
        {
            if (OwnerOf(facts, listener) is not { } container || !IsOf(project, container))
            {
                yield return new PortConflict
                {
                    Holder = OwnerOf(facts, listener) is null ? PortHolder.Process : PortHolder.Container,
                    HostAddress = listener.IsAny ? null : listener.Address, HostPort = port, Container = OwnerOf(facts, listener),
                    ProcessId = listener.ProcessId, ProcessName = listener.ProcessName,
                };
            }
        }
    }

    /// <summary>The transport that a compose file names; tcp where it names none that we know.</summary>
    internal static Protocol Transport(string name) => name.ToLowerInvariant() switch
    {
        "udp" => Protocol.Udp,
        "sctp" => Protocol.Sctp,
        _ => Protocol.Tcp,
    };

    /// <summary>Do sockets at two addresses exclude each other? Null stands for all addresses of both families.</summary>
    public static bool Overlap(IPAddress? one, IPAddress? other) => one is null || other is null
        || (one.AddressFamily == other.AddressFamily && (IsAny(one) || IsAny(other) || one.Equals(other)));

    private static bool Overlap(IPAddress? address, ContainerListener listener) => Overlap(address, listener.Address)
        || (listener.Address.Equals(IPAddress.IPv6Any) && listener.OnlyIPv6 != true && address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    // Where the process could not be read, a port that is published is the forwarder's.
    private static bool IsForwarder(ContainerListener listener) => listener.ProcessName is null
        || listener.ProcessName is "docker-proxy" or "rootlessport" or "conmon" or "pasta" or "slirp4netns" or "rootlesskit" or "exe"
        || listener.ProcessName.StartsWith("docker", StringComparison.Ordinal) || listener.ProcessName.StartsWith("pasta", StringComparison.Ordinal);

    /// <summary>The container in the host's network that a listener's process is the first one of; null when it is none.</summary>
    private static string? OwnerOf(Snapshot facts, ContainerListener listener) => listener.ProcessId is not int id ? null
        : facts.Containers.FirstOrDefault(c => c.IsHostNetwork && c.IsRunning && c.ProcessId == id)?.Name;

    /// <summary>Is it a container of the project, by the names that compose gives?</summary>
    private static bool IsOf(ComposeProject project, string container) => project.Services.Any(s => s.ContainerName == container
        || container.StartsWith($"{project.Name}-{s.Name}-", StringComparison.Ordinal)
        || container.StartsWith($"{project.Name}_{s.Name}_", StringComparison.Ordinal));
}
