namespace ContainerNet.Paths.Ingresses;

/// <summary>A path that is no regular expression, and is taken for one. nginx refuses the whole configuration for it, and no change of any
/// Ingress takes effect until it is mended.</summary>
/// <param name="Server">The server.</param>
/// <param name="Location">The location.</param>
/// <param name="Fault">What is wrong with it.</param>
public sealed record MalformedPath(IngressServer Server, IngressLocation Location, string Fault);
