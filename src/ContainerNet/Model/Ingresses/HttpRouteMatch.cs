using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>What a rule of an HTTPRoute takes.</summary>
public sealed record HttpRouteMatch
{
    /// <summary>Exact, PathPrefix or RegularExpression.</summary>
    public string PathType { get; init; } = "PathPrefix";

    /// <summary>The path.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The method; null for all.</summary>
    public string? Method { get; init; }

    /// <summary>Headers that have to be there, with their values; a pattern's value is null.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Headers { get; init; } = [];

    /// <summary>Parameters of the query that have to be there, with their values; a pattern's value is null.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Parameters { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public required YamlPlace Place { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{PathType} {Path}";
}
