using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>The paths of a host.</summary>
public sealed record IngressRule
{
    /// <summary>The host, perhaps with a wildcard in front; "" for all hosts.</summary>
    public string Host { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public required YamlPlace Place { get; init; }

    /// <summary>The paths; null where the rule names a host only.</summary>
    public IReadOnlyList<IngressPath>? Paths { get; init; }
}
