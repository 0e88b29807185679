namespace ContainerNet.Model.Proxies;

/// <summary>What is in force in a location, whether it was said there or further out.</summary>
public sealed record LocationSettings
{
    private static readonly ProxySettings s_defaults = new();

    /// <summary>How requests are passed on.</summary>
    public ProxySettings Proxy { get; init; } = s_defaults;

    /// <summary>The error_page lines.</summary>
    public IReadOnlyList<ProxyDirective> ErrorPages { get; init; } = [];

    /// <summary>May an error page have error pages of its own?</summary>
    public bool RecursiveErrorPages { get; init; }

    /// <summary>The allow and deny lines, in their order.</summary>
    public IReadOnlyList<ProxyDirective> AccessRules { get; init; } = [];

    /// <summary>What else may stop a request before it is answered: auth_basic, auth_request, satisfy, limit_req ...</summary>
    public IReadOnlyList<ProxyDirective> Conditions { get; init; } = [];

    /// <summary>Do redirects name scheme and host?</summary>
    public bool AbsoluteRedirect { get; init; } = true;

    /// <summary>Do redirects name the port that the request arrived at?</summary>
    public bool PortInRedirect { get; init; } = true;

    /// <summary>Do redirects name the server's first name, and not the host that was asked for?</summary>
    public bool ServerNameInRedirect { get; init; }
}
