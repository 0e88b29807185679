using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Ingresses;

/// <summary>A location that an ingress-nginx has, in the order in which it looks at them.</summary>
public sealed record IngressRoute
{
    /// <summary>The host; "_" for all.</summary>
    public required string Host { get; init; }

    /// <summary>Its place among those of the host, from 1.</summary>
    public required int Order { get; init; }

    /// <summary>How paths are matched: Exact, Prefix, or RegexIgnoreCase.</summary>
    public required LocationModifier Mode { get; init; }

    /// <summary>The path, or the pattern.</summary>
    public required string Path { get; init; }

    /// <summary>What the path is rewritten to; "" for nothing.</summary>
    public string Rewrite { get; init; } = "";

    /// <summary>Who answers: namespace-service-port.</summary>
    public required string Upstream { get; init; }

    /// <summary>Can anybody answer?</summary>
    public IngressUpstreamState State { get; init; }

    /// <summary>The Ingress: namespace/name; "" for what none has a part in.</summary>
    public string Ingress { get; init; } = "";

    /// <summary>Where the path stands, with file and line.</summary>
    public string Source { get; init; } = "";

    /// <summary>Is its path a pattern only because another path of the host has a rewrite or use-regex?</summary>
    public bool IsMadePattern { get; init; }

    /// <summary>All of a configuration.</summary>
    public static IReadOnlyList<IngressRoute> Of(IngressConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return [.. configuration.Servers.SelectMany(s => s.Locations.Select((l, i) => Of(s, l, i + 1)))];
    }

    private static IngressRoute Of(IngressServer server, IngressLocation location, int order) => new()
    {
        Host = server.Host,
        Order = order,
        Mode = location.Modifier(server.UsesRegex),
        Path = server.UsesRegex ? $"^{location.Path}" : location.Path,
        Rewrite = location.NeedsRewrite ? location.Options.RewriteTarget : "",
        Upstream = location.Upstream.Name,
        State = location.Upstream.State,
        Ingress = location.Ingress?.Key ?? "",
        Source = location.Written?.Place.ToString() ?? "",
        IsMadePattern = server.UsesRegex && !location.ForcesRegex,
    };
}
