using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Paths.Visits;

/// <summary>How a visit is made.</summary>
public sealed record VisitOptions
{
    /// <summary>The time, for cookies.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Says which location takes a request; null without manifests.</summary>
    public IngressResolver? Resolver { get; init; }

    /// <summary>The path that the application stands under; null to take it from the manifests, or from the address.</summary>
    public string? Prefix { get; init; }

    /// <summary>WebSockets that the page opens, as it would write them: /ws, or ws://host/ws.</summary>
    public IReadOnlyList<string> WebSockets { get; init; } = [];

    /// <summary>How many requests are sent at most.</summary>
    public int MaxRequests { get; init; } = 200;

    /// <summary>How many redirects in a row are followed.</summary>
    public int MaxRedirects { get; init; } = 20;
}
