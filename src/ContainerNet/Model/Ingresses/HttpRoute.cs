using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>An HTTPRoute of the Gateway API.</summary>
public sealed record HttpRoute
{
    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required YamlPlace Place { get; init; }

    /// <summary>When the cluster made it; null in a manifest.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The hosts, perhaps with a wildcard in front; none for all.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The rules, in their order.</summary>
    public IReadOnlyList<HttpRouteRule> Rules { get; init; } = [];

    /// <summary>"namespace/name".</summary>
    public string Key => $"{Namespace}/{Name}";

    /// <inheritdoc/>
    public override string ToString() => Key;
}
