using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>A port of a service, as ingress-nginx passes requests on to it.</summary>
public sealed record IngressUpstream
{
    /// <summary>The name that access logs show: namespace-service-port.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The service.</summary>
    public string Service { get; init; } = "";

    /// <summary>The port, by number or name.</summary>
    public string Port { get; init; } = "";

    /// <summary>Can anybody answer?</summary>
    public IngressUpstreamState State { get; init; }

    /// <summary>The endpoints that are ready; none where they are not known.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>Endpoints that are not ready.</summary>
    public int NotReady { get; init; }

    /// <summary>The Service as it was read; null where it was not.</summary>
    public ClusterService? Definition { get; init; }

    /// <summary>Is it only ever the smaller part of another one?</summary>
    public bool IsCanary { get; init; }

    /// <summary>Does a request for it end with 503?</summary>
    public bool IsEmpty => State is IngressUpstreamState.ServiceMissing or IngressUpstreamState.PortMissing or IngressUpstreamState.NoEndpoints;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
