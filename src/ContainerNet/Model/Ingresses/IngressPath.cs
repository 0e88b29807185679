using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>A path, and the service that it leads to.</summary>
public sealed record IngressPath
{
    /// <summary>The path as it was written; "" where there is none.</summary>
    public string Path { get; init; } = "";

    /// <summary>How it is meant; null where it does not say.</summary>
    public IngressPathType? Type { get; init; }

    /// <summary>Who answers.</summary>
    public required IngressBackend Backend { get; init; }

    /// <summary>Where the path stands.</summary>
    public required YamlPlace Place { get; init; }
}
