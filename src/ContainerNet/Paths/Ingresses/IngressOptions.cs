using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>What the annotations of an Ingress come to, with the defaults of the controller in their place where they say nothing, or
/// nothing that counts.</summary>
public sealed record IngressOptions
{
    /// <summary>What a path is rewritten to; "" for nothing.</summary>
    public string RewriteTarget { get; init; } = "";

    /// <summary>Are the paths regular expressions?</summary>
    public bool UsesRegex { get; init; }

    /// <summary>Where "/" is sent; "" for nowhere.</summary>
    public string AppRoot { get; init; } = "";

    /// <summary>Is HTTP sent on to HTTPS where the host has a certificate?</summary>
    public bool SslRedirect { get; init; } = true;

    /// <summary>Is HTTP sent on to HTTPS in any case?</summary>
    public bool ForceSslRedirect { get; init; }

    /// <summary>Does a slash at the end stay then?</summary>
    public bool PreserveTrailingSlash { get; init; }

    /// <summary>Is the port named then?</summary>
    public bool UsesPortInRedirects { get; init; }

    /// <summary>Where every request is sent; "" for nowhere.</summary>
    public string RedirectUrl { get; init; } = "";

    /// <summary>The status of that.</summary>
    public int RedirectCode { get; init; }

    /// <summary>Is www.HOST sent to HOST, or the other way round?</summary>
    public bool FromToWww { get; init; }

    /// <summary>Do redirects of nginx itself leave the host out?</summary>
    public bool RelativeRedirects { get; init; }

    /// <summary>What in a Location header of the application is replaced: off, default or a text.</summary>
    public string ProxyRedirectFrom { get; init; } = "off";

    /// <summary>What it is replaced by.</summary>
    public string ProxyRedirectTo { get; init; } = "off";

    /// <summary>Which path of the application's cookies is replaced by which: "/ /app/", or off.</summary>
    public string CookiePath { get; init; } = "off";

    /// <summary>Which domain of the application's cookies is replaced by which, or off.</summary>
    public string CookieDomain { get; init; } = "off";

    /// <summary>The X-Forwarded-Prefix that the application is told where there is a rewrite; "" for none.</summary>
    public string ForwardedPrefix { get; init; } = "";

    /// <summary>The Host header for the application; "" for the client's.</summary>
    public string UpstreamHost { get; init; } = "";

    /// <summary>HTTP, HTTPS, AUTO_HTTP, GRPC, GRPCS or FCGI.</summary>
    public string Protocol { get; init; } = "HTTP";

    /// <summary>The Connection header for the application; "" for the one that WebSockets need.</summary>
    public string ConnectionHeader { get; init; } = "";

    /// <summary>How long the application may be silent, a WebSocket too.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The version of HTTP that the application is spoken to in.</summary>
    public string HttpVersion { get; init; } = "1.1";

    /// <summary>The cookie by which clients stay with one endpoint; null for none.</summary>
    public CookieAffinity? Affinity { get; init; }

    /// <summary>The service that answers where there are no endpoints; "" for none.</summary>
    public string DefaultBackend { get; init; } = "";

    /// <summary>Answers of the application in whose place the default backend answers: statuses, separated by commas; "" for none.</summary>
    public string InterceptedStatuses { get; init; } = "";

    /// <summary>Limits beyond which a client is answered 503, by the names of their annotations.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>Is the address of the service asked, and not its endpoints?</summary>
    public bool ServiceUpstream { get; init; }

    /// <summary>Other names of the host.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Is TLS passed on as it is?</summary>
    public bool SslPassthrough { get; init; }

    /// <summary>A piece of configuration for every location.</summary>
    public string ConfigurationSnippet { get; init; } = "";

    /// <summary>A piece of configuration for the server.</summary>
    public string ServerSnippet { get; init; } = "";

    /// <summary>Is it the smaller part of another Ingress?</summary>
    public bool IsCanary { get; init; }

    /// <summary>Are questions of other origins answered?</summary>
    public bool AllowsCors { get; init; }

    /// <summary>The origins that are.</summary>
    public string CorsOrigin { get; init; } = "*";

    /// <summary>Clients that may come in; empty for all.</summary>
    public IReadOnlyList<string> AllowedClients { get; init; } = [];

    /// <summary>Clients that may not.</summary>
    public IReadOnlyList<string> DeniedClients { get; init; } = [];

    /// <summary>Who is asked whether a client may come in; "" for nobody.</summary>
    public string AuthUrl { get; init; } = "";

    /// <summary>basic or digest, where a password is asked for.</summary>
    public string AuthType { get; init; } = "";

    /// <summary>Why every path answers 503; null where they do not.</summary>
    public string? Denied { get; init; }

    /// <summary>Annotations that do not do what they say.</summary>
    public IReadOnlyList<AnnotationIssue> Issues { get; init; } = [];

    /// <summary>Those of an Ingress.</summary>
    public static IngressOptions Of(Ingress ingress, ControllerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(ingress);
        ArgumentNullException.ThrowIfNull(settings);
        return new AnnotationReader(ingress, settings).Read();
    }
}
