namespace ContainerNet.Model.Proxies;

/// <summary>How requests are passed on from a location: what is in force there, with where it was said.</summary>
public sealed record ProxySettings
{
    // Shared, because there are as many of these settings as there are locations.
    private static readonly Setting<bool> s_on = new(true), s_off = new(false);
    private static readonly Setting<TimeSpan> s_minute = new(TimeSpan.FromSeconds(60));
    private static readonly Setting<string?> s_unknown = new(null);

    /// <summary>The headers of proxy_set_header that count here.</summary>
    public IReadOnlyList<ProxyHeader> Headers { get; init; } = [];

    /// <summary>Headers that an outer level sets and that do not count here, because this level or one between sets any of its
    /// own.</summary>
    public IReadOnlyList<ProxyHeader> DiscardedHeaders { get; init; } = [];

    /// <summary>The version of HTTP that is spoken with the server behind: "1.0", "1.1"; null when it is the default and the
    /// proxy's version is not known.</summary>
    public Setting<string?> HttpVersion { get; init; } = s_unknown;

    /// <summary>How long connecting may take.</summary>
    public Setting<TimeSpan> ConnectTimeout { get; init; } = s_minute;

    /// <summary>How long the server behind may take nothing.</summary>
    public Setting<TimeSpan> SendTimeout { get; init; } = s_minute;

    /// <summary>How long the server behind may say nothing.</summary>
    public Setting<TimeSpan> ReadTimeout { get; init; } = s_minute;

    /// <summary>Are answers collected before they are sent on?</summary>
    public Setting<bool> Buffering { get; init; } = s_on;

    /// <summary>Do error_pages take the place of answers of the server behind?</summary>
    public Setting<bool> InterceptErrors { get; init; } = s_off;

    /// <summary>Are the headers of the client passed on?</summary>
    public Setting<bool> PassRequestHeaders { get; init; } = s_on;

    /// <summary>The method in the place of the client's.</summary>
    public Setting<string>? Method { get; init; }

    /// <summary>The proxy_redirect lines in force; empty when the default holds.</summary>
    public IReadOnlyList<ProxyDirective> Redirects { get; init; } = [];

    /// <summary>The proxy_ssl_... lines in force.</summary>
    public IReadOnlyList<ProxyDirective> Ssl { get; init; } = [];

    /// <summary>The resolver for names in variables.</summary>
    public ProxyDirective? Resolver { get; init; }
}
