using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>Endpoints of a Service.</summary>
public sealed record EndpointSlice
{
    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The service that it belongs to, by its label.</summary>
    public required string Service { get; init; }

    /// <summary>Where it stands.</summary>
    public required YamlPlace Place { get; init; }

    /// <summary>The ports that all endpoints have.</summary>
    public IReadOnlyList<EndpointPort> Ports { get; init; } = [];

    /// <summary>The endpoints.</summary>
    public IReadOnlyList<SliceEndpoint> Endpoints { get; init; } = [];
}
