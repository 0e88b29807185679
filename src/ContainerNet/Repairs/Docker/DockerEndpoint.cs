using System.Net;

namespace ContainerNet.Repairs.Docker;

/// <summary>A running container's place on a network that packets are translated to.</summary>
/// <param name="Network">The network.</param>
/// <param name="Address">The container's address there.</param>
internal sealed record DockerEndpoint(DockerNetwork Network, IPAddress Address);
