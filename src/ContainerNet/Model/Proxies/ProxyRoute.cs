namespace ContainerNet.Model.Proxies;

/// <summary>A location of a proxy, and where it sends what it takes: one line of Get-ProxyRoute.</summary>
public sealed record ProxyRoute
{
    /// <summary>The program: nginx.</summary>
    public required string Program { get; init; }

    /// <summary>The engine of the proxy's container; null on the host.</summary>
    public string? Engine { get; init; }

    /// <summary>The proxy's container; null on the host.</summary>
    public string? Container { get; init; }

    /// <summary>The names of the server, as they were written.</summary>
    public IReadOnlyList<string> Server { get; init; } = [];

    /// <summary>Where the server listens.</summary>
    public IReadOnlyList<Listen> Listens { get; init; } = [];

    /// <summary>"location /chat/"; "no location" for what the server itself answers.</summary>
    public required string Location { get; init; }

    /// <summary>The pattern of the location, and of each around it.</summary>
    public IReadOnlyList<Location> Around { get; init; } = [];

    /// <summary>Where proxy_pass leads, as it was written.</summary>
    public required ProxyPass Pass { get; init; }

    /// <summary>The servers that may be asked: those of the upstream block, or the one that proxy_pass names; none where variables
    /// decide.</summary>
    public IReadOnlyList<UpstreamServer> Upstream { get; init; } = [];

    /// <summary>The upstream block; null where proxy_pass names a server.</summary>
    public Upstream? Group { get; init; }

    /// <summary>What becomes of a WebSocket's request to upgrade.</summary>
    public UpgradeHandling Upgrade { get; init; }

    /// <summary>What else holds: headers, timeouts, version of HTTP, each with where it was said.</summary>
    public required ProxySettings Settings { get; init; }

    /// <summary>The headers that are set on requests, as "Name: value".</summary>
    public IReadOnlyList<ProxyHeader> Headers => Settings.Headers;

    /// <summary>Headers of an outer level that do not count here, because this level sets its own.</summary>
    public IReadOnlyList<ProxyHeader> DiscardedHeaders => Settings.DiscardedHeaders;

    /// <summary>The version of HTTP that the application is spoken to in; null when the proxy's version decides and is not known.</summary>
    public string? HttpVersion => Settings.HttpVersion.Value;

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout => Settings.ConnectTimeout.Value;

    /// <summary>How long the application may be silent, a WebSocket too.</summary>
    public TimeSpan ReadTimeout => Settings.ReadTimeout.Value;

    /// <summary>How long the application may take nothing.</summary>
    public TimeSpan SendTimeout => Settings.SendTimeout.Value;

    /// <summary>The file of the location.</summary>
    public string File => Source.File;

    /// <summary>The line of the location.</summary>
    public int Line => Source.Line;

    /// <summary>Where the location stands.</summary>
    public required SourceLine Source { get; init; }

    /// <summary>What failed there since the proxy took its configuration, by its error log.</summary>
    public IReadOnlyList<ProxyLogSummary> Failures { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(' ', Server)} {Location} -> {Pass}";
}
