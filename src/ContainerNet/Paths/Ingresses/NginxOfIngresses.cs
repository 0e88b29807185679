using System.Globalization;
using System.Net;
using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Ingresses;

/// <summary>
/// The configuration of nginx that comes of ingresses, as the model of any other nginx (rootfs/etc/nginx/template/nginx.tmpl), so that requests are
/// followed through it by the same code. What the controller does in Lua is not in it: <see cref="IngressResolver"/> adds that.
/// </summary>
internal sealed class NginxOfIngresses
{
    private static readonly SourceLine s_template = new("nginx.tmpl", 0);
    private static readonly Version s_nginx = new(1, 27, 1);
    private static readonly ProxyPass s_balancer = new() { Text = "http://upstream_balancer", Scheme = "http", Host = "upstream_balancer", Source = s_template };

    private readonly Dictionary<Location, IngressLocation> _locations = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<HttpServer, IngressServer> _servers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IngressOptions, LocationSettings> _settings = new(ReferenceEqualityComparer.Instance);
    private readonly List<ProxyHeader> _headers;
    private readonly ControllerSettings _controller;

    /// <summary>Made of servers and locations.</summary>
    public NginxOfIngresses(IngressConfiguration configuration)
    {
        _controller = configuration.Settings;
        _headers = Headers(null);
        List<HttpServer> servers = [];
        foreach (IngressServer server in configuration.Servers.Where(s => s.RedirectsFrom.Length > 0))
        {
            servers.Add(Redirecting(server));
        }

        foreach (IngressServer server in configuration.Servers)
        {
            HttpServer written = Server(server);
            _servers.Add(written, server);
            servers.Add(written);
        }

        Proxy = new Proxy
        {
            ConfigurationFile = "/etc/nginx/nginx.conf",
            Version = s_nginx,
            Servers = servers,
            Maps =
            [
                new ValueMap
                {
                    Input = "$http_upgrade",
                    Variable = "connection_upgrade",
                    Source = s_template,
                    Entries = [Directive("default", s_template, "upgrade"), Directive("", s_template, "")],
                },
            ],
        };
    }

    /// <summary>The configuration.</summary>
    public Proxy Proxy { get; }

    /// <summary>What a location was made of; null for one of the template's own.</summary>
    public IngressLocation? Of(Location? location) => location is null ? null : _locations.GetValueOrDefault(location);

    /// <summary>What a server was made of; null for one that only redirects.</summary>
    public IngressServer? Of(HttpServer? server) => server is null ? null : _servers.GetValueOrDefault(server);

    /// <summary>The name that nginx is told: a wildcard is a pattern for one label.</summary>
    public static string NameOf(string host) => !host.StartsWith('*') ? host
        : $"~^(?<subdomain>[\\w-]+)\\.{host.Replace("*.", "", StringComparison.Ordinal).Replace(".", "\\.", StringComparison.Ordinal)}$";

    private static ProxyDirective Directive(string name, SourceLine source, params string[] arguments) =>
        new() { Name = name, Arguments = arguments, Source = source };

    private static SourceLine SourceOf(IngressLocation location) => location.Written is { } path ? new SourceLine(path.Place.File, path.Place.Line)
        : location.Ingress is { } ingress ? new SourceLine(ingress.Place.File, ingress.Place.Line) : s_template;

    private static IReadOnlyList<Listen> Listens(bool isDefault) =>
    [
        new Listen { Address = IPAddress.Any, Port = 80, LastPort = 80, DefaultServer = isDefault, Source = s_template },
        new Listen { Address = IPAddress.Any, Port = 443, LastPort = 443, Ssl = true, DefaultServer = isDefault, Source = s_template },
    ];

    private HttpServer Redirecting(IngressServer server)
    {
        // The port is always named, and a slash at the end is taken away: that is not in the variables of nginx.
        ProxyDirective step = Directive(
            "return", s_template, _controller.RedirectCode.ToString(CultureInfo.InvariantCulture), $"$scheme://{server.Host}:$server_port$request_uri");
        return new HttpServer
        {
            Source = s_template,
            Listens = Listens(isDefault: false),
            Names = [new Setting<string>(server.RedirectsFrom, s_template)],
            Root = Root([], [step], []),
        };
    }

    private HttpServer Server(IngressServer server)
    {
        bool isAll = server.Host == IngressServer.AllHosts;
        List<Location> locations = new(server.Locations.Count + 2);
        List<ProxyDirective> steps = [];
        foreach (IngressLocation location in server.Locations)
        {
            Location written = Write(server, location);
            _locations.Add(written, location);
            locations.Add(written);
            if (location.Options.AppRoot.Length > 0)
            {
                steps.Add(AppRoot(location, SourceOf(location)));
            }
        }

        if (isAll)
        {
            locations.Add(Fixed(_controller.HealthPath, "200"));
            locations.Add(Fixed("/nginx_status", "403"));
        }

        IReadOnlyList<ProxyDirective> unknown = SnippetWords.Decisive(server.Snippet) is { } word ? [Directive("server-snippet", s_template, word)] : [];
        return new HttpServer
        {
            Source = s_template,
            Listens = Listens(isAll),
            Names = [.. server.Aliases.Prepend(NameOf(server.Host)).Select(n => new Setting<string>(n, s_template))],
            Root = Root(locations, steps, unknown),
        };
    }

    private static Location Root(IReadOnlyList<Location> locations, IReadOnlyList<ProxyDirective> steps, IReadOnlyList<ProxyDirective> unknown) => new()
    {
        Source = s_template, Settings = new LocationSettings(), Locations = locations, Steps = steps, NotUnderstood = unknown,
    };

    private static Location Fixed(string path, string status) => new()
    {
        Source = s_template,
        Modifier = LocationModifier.Prefix,
        Pattern = path,
        Settings = new LocationSettings(),
        Steps = [Directive("return", s_template, status)],
    };

    private static ProxyDirective AppRoot(IngressLocation location, SourceLine source) => Directive("if", source, "($uri", "=", "/)") with
    {
        Inside = new Location
        {
            Source = source,
            Settings = new LocationSettings(),
            Steps = [Directive("return", source, "302", $"$scheme://$http_host{location.Options.AppRoot}")],
        },
    };

    private Location Write(IngressServer server, IngressLocation location)
    {
        SourceLine source = SourceOf(location);
        IngressOptions options = location.Options;
        List<ProxyDirective> steps = [];
        IReadOnlyList<ProxyDirective> unknown = [];
        if (options.Denied is not null)
        {
            steps.Add(Directive("return", source, "503"));
        }
        else
        {
            AddSteps(location, source, steps);
            unknown = SnippetWords.Decisive(options.ConfigurationSnippet) is { } word ? [Directive("configuration-snippet", source, word)] : [];
        }

        return new Location
        {
            Source = source,
            Modifier = location.Modifier(server.UsesRegex),
            Pattern = server.UsesRegex ? $"^{location.Path}" : location.Path,
            Steps = steps,
            NotUnderstood = unknown,
            Content = options.Denied is null ? Content(location, source) : null,
            Settings = Settings(location),
        };
    }

    private static void AddSteps(IngressLocation location, SourceLine source, List<ProxyDirective> steps)
    {
        IngressOptions options = location.Options;
        if (options is { AllowsCors: true, CorsOrigin: "*" })
        {
            steps.Add(Directive("if", source, "($request_method", "=", "OPTIONS)") with
            {
                Inside = new Location { Source = source, Settings = new LocationSettings(), Steps = [Directive("return", source, "204")] },
            });
        }

        if (options.RedirectUrl.Length > 0)
        {
            steps.Add(Directive("return", source, options.RedirectCode.ToString(CultureInfo.InvariantCulture), options.RedirectUrl));
        }

        if (location.NeedsRewrite)
        {
            steps.Add(Directive("rewrite", source, $"(?i){location.Path}", options.RewriteTarget, "break"));
        }
    }

    private static LocationContent Content(IngressLocation location, SourceLine source)
    {
        string protocol = location.Upstream.Name == IngressConfiguration.DefaultUpstream ? "HTTP" : location.Options.Protocol;
        return protocol switch
        {
            "GRPC" or "GRPCS" => new LocationContent(ContentKind.Gateway, Directive("grpc_pass", source, $"{protocol}://upstream_balancer")),
            "FCGI" => new LocationContent(ContentKind.Gateway, Directive("fastcgi_pass", source, "upstream_balancer")),
            "HTTPS" => new LocationContent(ContentKind.Proxy, Directive("proxy_pass", source, "https://upstream_balancer"),
                s_balancer with { Text = "https://upstream_balancer", Scheme = "https" }),
            "AUTO_HTTP" => new LocationContent(ContentKind.Proxy, Directive("proxy_pass", source, "$scheme://upstream_balancer"),
                s_balancer with { Text = "$scheme://upstream_balancer", Scheme = "", HasVariables = true }),
            _ => new LocationContent(ContentKind.Proxy, Directive("proxy_pass", source, "http://upstream_balancer"), s_balancer),
        };
    }

    private LocationSettings Settings(IngressLocation location)
    {
        // A rewrite, and a backend that stands in, set a header of their own; all other locations of an Ingress have the same settings.
        bool isOwn = location.InPlaceOf is not null || (location.NeedsRewrite && location.Options.ForwardedPrefix.Length > 0);
        if (!isOwn && _settings.TryGetValue(location.Options, out LocationSettings? known))
        {
            return known;
        }

        IngressOptions options = location.Options;
        SourceLine source = SourceOf(location);
        LocationSettings settings = new()
        {
            AbsoluteRedirect = !options.RelativeRedirects,
            PortInRedirect = options.UsesPortInRedirects,
            AccessRules = AccessRules(options, source),
            Conditions =
            [
                .. options.AuthUrl.Length > 0 ? [Directive("auth_request", source, options.AuthUrl)] : Array.Empty<ProxyDirective>(),
                .. options.AuthType.Length > 0 ? [Directive($"auth_{options.AuthType}", source)] : Array.Empty<ProxyDirective>(),
                .. options.Limits.Select(l => Directive(l, source)),
                .. options.InterceptedStatuses.Length > 0 ? [Directive("custom-http-errors", source, options.InterceptedStatuses)] : Array.Empty<ProxyDirective>(),
                .. options is { AllowsCors: true, CorsOrigin: not "*" } ? [Directive("enable-cors", source, options.CorsOrigin)] : Array.Empty<ProxyDirective>(),
            ],
            Proxy = new ProxySettings
            {
                Headers = isOwn || options.UpstreamHost.Length > 0 || options.ConnectionHeader.Length > 0 ? Headers(location) : _headers,
                HttpVersion = new Setting<string?>(options.HttpVersion, source),
                ReadTimeout = new Setting<TimeSpan>(options.ReadTimeout, source),
                Redirects = Redirects(options, source),
            },
        };
        if (!isOwn)
        {
            _settings.Add(options, settings);
        }

        return settings;
    }

    private static ProxyDirective[] AccessRules(IngressOptions options, SourceLine source) =>
    [
        .. options.DeniedClients.Select(c => Directive("deny", source, c)),
        .. options.AllowedClients.Select(c => Directive("allow", source, c)),
        .. options.AllowedClients.Count > 0 ? [Directive("deny", source, "all")] : Array.Empty<ProxyDirective>(),
    ];

    private static ProxyDirective[] Redirects(IngressOptions options, SourceLine source) =>
        options.ProxyRedirectFrom is "off" or "default" ? [Directive("proxy_redirect", source, options.ProxyRedirectFrom)]
        : options.ProxyRedirectTo != "off" ? [Directive("proxy_redirect", source, options.ProxyRedirectFrom, options.ProxyRedirectTo)] : [];

    /// <summary>The headers of every location, and those that one has by itself.</summary>
    private List<ProxyHeader> Headers(IngressLocation? location)
    {
        bool trusts = _controller.UsesForwardedHeaders;
        SourceLine source = location is null ? s_template : SourceOf(location);
        string host = location?.Options.UpstreamHost is { Length: > 0 } own ? own : "$http_host";
        string connection = location?.Options.ConnectionHeader is { Length: > 0 } header ? header : "$connection_upgrade";
        List<ProxyHeader> headers =
        [
            new("Host", host, source), new("Upgrade", "$http_upgrade", s_template), new("Connection", connection, source), new("X-Request-ID", "$req_id", s_template),
            new("X-Real-IP", "$remote_addr", s_template), new("X-Forwarded-For", trusts ? "$full_x_forwarded_for" : "$remote_addr", s_template),
            new("X-Forwarded-Host", trusts ? "$best_http_host" : "$http_host", s_template), new("X-Forwarded-Port", trusts ? "$pass_port" : "$server_port", s_template),
            new("X-Forwarded-Proto", trusts ? "$pass_access_scheme" : "$scheme", s_template),
            new("X-Forwarded-Scheme", trusts ? "$pass_access_scheme" : "$scheme", s_template), new("X-Scheme", trusts ? "$pass_access_scheme" : "$scheme", s_template),
            new("X-Original-Forwarded-For", "$http_x_forwarded_for", s_template), new("X-Original-Forwarded-Host", "$http_x_forwarded_host", s_template),
            new("Proxy", "", s_template),
        ];
        if (location?.InPlaceOf is not null)
        {
            headers.AddRange([new("X-Code", "503", source), new("X-Format", "$http_accept", source), new("X-Namespace", location.Ingress?.Namespace ?? "", source),
                new("X-Ingress-Name", location.Ingress?.Name ?? "", source), new("X-Service-Name", location.InPlaceOf.Service, source),
                new("X-Service-Port", location.InPlaceOf.Port, source)]);
        }

        if (location is { NeedsRewrite: true, Options.ForwardedPrefix: { Length: > 0 } prefix })
        {
            headers.Add(new ProxyHeader("X-Forwarded-Prefix", prefix, source));
        }

        return headers;
    }
}
