namespace ContainerNet.Paths.Ingresses;

/// <summary>What becomes of a request at an ingress.</summary>
public enum IngressOutcome
{
    /// <summary>It is passed on to a service.</summary>
    Passed,

    /// <summary>Nobody takes it: the default backend answers, with 404 where it is the controller's own.</summary>
    DefaultBackend,

    /// <summary>It is meant for a service without endpoints that are ready, and answered with 503.</summary>
    NoEndpoints,

    /// <summary>The client is sent elsewhere.</summary>
    Redirected,

    /// <summary>The ingress answers itself.</summary>
    Answered,

    /// <summary>It is refused.</summary>
    Refused,

    /// <summary>It cannot be told.</summary>
    Unknown,
}
