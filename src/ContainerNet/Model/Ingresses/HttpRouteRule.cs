using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>A rule of an HTTPRoute.</summary>
public sealed record HttpRouteRule
{
    /// <summary>Where it stands.</summary>
    public required YamlPlace Place { get; init; }

    /// <summary>What it takes: one of them is enough. None takes every path.</summary>
    public IReadOnlyList<HttpRouteMatch> Matches { get; init; } = [];

    /// <summary>Who answers: "namespace/service:port", without those of weight 0.</summary>
    public IReadOnlyList<string> Backends { get; init; } = [];

    /// <summary>What takes the place of the path, or of the prefix that matched; null for nothing.</summary>
    public HttpPathModifier? Rewrite { get; init; }

    /// <summary>Where the client is sent; null for nowhere.</summary>
    public HttpRedirect? Redirect { get; init; }

    /// <summary>Filters that are not understood, by their types: those of an implementation.</summary>
    public IReadOnlyList<string> OtherFilters { get; init; } = [];
}
