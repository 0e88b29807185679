namespace ContainerNet.Model.Ingresses;

/// <summary>Ingresses with what they need to be understood: what was read of manifests or of a cluster.</summary>
public sealed record IngressSet
{
    /// <summary>The ingresses, in the order in which they were read.</summary>
    public IReadOnlyList<Ingress> Ingresses { get; init; } = [];

    /// <summary>Routes of the Gateway API.</summary>
    public IReadOnlyList<HttpRoute> Routes { get; init; } = [];

    /// <summary>The classes; null when none were read, so that whose an ingress is follows from names alone.</summary>
    public IReadOnlyList<IngressClass>? Classes { get; init; }

    /// <summary>The services; null when they are not known.</summary>
    public IReadOnlyList<ClusterService>? Services { get; init; }

    /// <summary>The endpoints; null when they are not known.</summary>
    public IReadOnlyList<EndpointSlice>? Endpoints { get; init; }

    /// <summary>How the controller is set.</summary>
    public ControllerSettings Controller { get; init; } = new();

    /// <summary>Was all of a cluster read? Then what is not here is nowhere, and ingresses were admitted already.</summary>
    public bool IsCluster { get; init; }

    /// <summary>Was it read but for what could not be read whole, such as other namespaces?</summary>
    public bool IsWholeCluster => IsCluster && !Gaps.Any(g => g.Partial);

    /// <summary>Resources that say nothing here, by kind.</summary>
    public IReadOnlyDictionary<string, int> Ignored { get; init; } = new Dictionary<string, int>();

    /// <summary>What an API server would refuse.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; init; } = [];

    /// <summary>What could not be looked at.</summary>
    public IReadOnlyList<Gap> Gaps { get; init; } = [];
}
