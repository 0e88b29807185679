using ContainerNet.Model;

namespace ContainerNet.Collection;

/// <summary>What the network namespaces of containers told.</summary>
/// <param name="Containers">All containers, with who listens in those that run.</param>
/// <param name="Namespaces">The namespaces; null when they were not read.</param>
internal sealed record ContainerFacts(
    IReadOnlyList<Container> Containers, IReadOnlyList<NetworkNamespace>? Namespaces);
