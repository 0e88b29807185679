namespace ContainerNet.Paths.Ingresses;

/// <summary>Can anybody answer behind an upstream?</summary>
public enum IngressUpstreamState
{
    /// <summary>There are endpoints that are ready.</summary>
    Ready,

    /// <summary>It is not known: endpoints were not read, or the service is not among the manifests.</summary>
    Unknown,

    /// <summary>There is no such service.</summary>
    ServiceMissing,

    /// <summary>The service has no such port.</summary>
    PortMissing,

    /// <summary>No endpoint is ready.</summary>
    NoEndpoints,
}
