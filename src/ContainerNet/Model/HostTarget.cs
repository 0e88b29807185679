namespace ContainerNet.Model;

/// <summary>A service of the host that a container's command names.</summary>
/// <param name="Name">The name or address of the host as the container knows it, such as host.containers.internal.</param>
/// <param name="Port">The port.</param>
public sealed record HostTarget(string Name, int Port);
