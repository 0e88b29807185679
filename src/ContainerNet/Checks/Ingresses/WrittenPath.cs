using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Checks.Ingresses;

/// <summary>A path that an Ingress wrote, and what became of it.</summary>
/// <param name="Server">The server that it is in.</param>
/// <param name="Location">The first of its locations.</param>
/// <param name="Ingress">The Ingress.</param>
/// <param name="Path">The path.</param>
internal sealed record WrittenPath(IngressServer Server, IngressLocation Location, Ingress Ingress, IngressPath Path);
