namespace ContainerNet.Model.Proxies;

/// <summary>How requests are passed on from a location: what is in force there, with where it was said.</summary>
public sealed record ProxySettings
{
    /// <summary>The headers of proxy_set_header that count here.</summary>
    public IReadOnlyList<ProxyHeader> Headers { get; init; } = [];

    /// <summary>Headers that an outer level sets and that do not count here, because this level or one between sets any of its
    /// own.</summary>
    public IReadOnlyList<ProxyHeader> DiscardedHeaders { get; init; } = [];

    /// <summary>The version of HTTP that is spoken with the server behind: "1.0", "1.1"; null when it is the default and the
    /// proxy's version is not known.</summary>
    public Setting<string?> HttpVersion { get; init; } = new(null);

    /// <summary>How long connecting may take.</summary>
    public Setting<TimeSpan> ConnectTimeout { get; init; } = new(TimeSpan.FromSeconds(60));

    /// <summary>How long the server behind may take nothing.</summary>
    public Setting<TimeSpan> SendTimeout { get; init; } = new(TimeSpan.FromSeconds(60));

    /// <summary>How long the server behind may say nothing.</summary>
    public Setting<TimeSpan> ReadTimeout { get; init; } = new(TimeSpan.FromSeconds(60));

    /// <summary>Are answers collected before they are sent on?</summary>
    public Setting<bool> Buffering { get; init; } = new(true);

    /// <summary>Do error_pages take the place of answers of the server behind?</summary>
    public Setting<bool> InterceptErrors { get; init; } = new(false);

    /// <summary>Are the headers of the client passed on?</summary>
    public Setting<bool> PassRequestHeaders { get; init; } = new(true);

    /// <summary>The method in the place of the client's.</summary>
    public Setting<string>? Method { get; init; }

    /// <summary>The proxy_redirect lines in force; empty when the default holds.</summary>
    public IReadOnlyList<ProxyDirective> Redirects { get; init; } = [];

    /// <summary>The proxy_ssl_... lines in force.</summary>
    public IReadOnlyList<ProxyDirective> Ssl { get; init; } = [];

    /// <summary>The resolver for names in variables.</summary>
    public ProxyDirective? Resolver { get; init; }
}
