namespace ContainerNet.Probes.Proxies;

/// <summary>What was seen of a request on its way.</summary>
/// <param name="Through">Through the proxy, as a client asks.</param>
/// <param name="Upstreams">Each upstream, asked as the proxy asks.</param>
internal sealed record RouteObservation(SeenAnswer Through, IReadOnlyList<SeenUpstream> Upstreams);
