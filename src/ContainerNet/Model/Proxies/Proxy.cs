namespace ContainerNet.Model.Proxies;

/// <summary>A reverse proxy as its configuration describes it. nginx is the first that is read.</summary>
public sealed record Proxy
{
    /// <summary>The main file of its configuration.</summary>
    public required string ConfigurationFile { get; init; }

    /// <summary>Its version, on which defaults depend; null when it is not known.</summary>
    public Version? Version { get; init; }

    /// <summary>The servers of HTTP, in the order of the configuration.</summary>
    public IReadOnlyList<HttpServer> Servers { get; init; } = [];

    /// <summary>The named groups of servers that requests are passed to.</summary>
    public IReadOnlyList<Upstream> Upstreams { get; init; } = [];

    /// <summary>The variables that follow from others.</summary>
    public IReadOnlyList<ValueMap> Maps { get; init; } = [];

    /// <summary>The servers of plain TCP and UDP.</summary>
    public IReadOnlyList<StreamServer> StreamServers { get; init; } = [];

    /// <summary>The named groups of servers that streams are passed to.</summary>
    public IReadOnlyList<Upstream> StreamUpstreams { get; init; } = [];

    /// <summary>The files that errors are written to, where the configuration names any.</summary>
    public IReadOnlyList<Setting<string>> ErrorLogs { get; init; } = [];

    /// <summary>Every file that was read, the main one first.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What is wrong with the configuration, and what of it was not read.</summary>
    public IReadOnlyList<ProxyProblem> Problems { get; init; } = [];
}
