using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A request as the proxy sends it on.</summary>
public sealed record UpstreamRequest
{
    /// <summary>Where to, with its variables filled in.</summary>
    public required ProxyPass Pass { get; init; }

    /// <summary>The upstream block of that name, where there is one.</summary>
    public Upstream? Group { get; init; }

    /// <summary>The servers that may be asked: those of the upstream, or the one that is named.</summary>
    public IReadOnlyList<UpstreamServer> Servers { get; init; } = [];

    /// <summary>Path and query as they are sent.</summary>
    public required string Target { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The version of HTTP; null when the proxy's version, which decides, is not known.</summary>
    public string? HttpVersion { get; init; }

    /// <summary>The headers.</summary>
    public IReadOnlyList<SentHeader> Headers { get; init; } = [];

    /// <summary>The host that is asked for; null when it is not known.</summary>
    public string? Host => Headers.FirstOrDefault(h => h.Name.Equals("Host", StringComparison.OrdinalIgnoreCase))?.Value;
}
