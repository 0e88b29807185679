using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>What is in force at a level: the level's own directives, and what it inherits where it has none of a name.</summary>
internal sealed class SettingsReader(Version? version, List<ProxyProblem> problems)
{
    private static readonly Version s_speaks11 = new(1, 29, 7);

    private static readonly string[] s_conditions = [.. DirectiveNames.Conditions];

    private static readonly Setting<TimeSpan> s_minute = new(TimeSpan.FromSeconds(60));

    private readonly Setting<string?> _defaultVersion = new(version is null ? null : version >= s_speaks11 ? "1.1" : "1.0");

    /// <summary>The settings of a level; those of the level around it where it says nothing of its own.</summary>
    public LocationSettings Read(NginxLevel level, LocationSettings? outer) =>
        outer is not null && !level.Has(NameTraits.Setting) ? outer : new LocationSettings
        {
            Proxy = outer is not null && !level.Has(NameTraits.Proxy) ? outer.Proxy : ReadProxy(level, outer?.Proxy),
            ErrorPages = Models(level, outer?.ErrorPages, "error_page"),
            RecursiveErrorPages = Switch(level, outer?.RecursiveErrorPages, "recursive_error_pages", false),
            AccessRules = Models(level, outer?.AccessRules, "allow", "deny"),
            Conditions = outer is not null && !level.Has(NameTraits.Condition) ? outer.Conditions : Conditions(level),
            AbsoluteRedirect = Switch(level, outer?.AbsoluteRedirect, "absolute_redirect", true),
            PortInRedirect = Switch(level, outer?.PortInRedirect, "port_in_redirect", true),
            ServerNameInRedirect = Switch(level, outer?.ServerNameInRedirect, "server_name_in_redirect", false),
        };

    private static ProxyDirective[] Conditions(NginxLevel level) =>
        [.. s_conditions.SelectMany(name => level.InForce(name)).Where(d => d[0] != "off").Select(d => d.ToModel())];

    // What a level does not say itself it shares with the level around it: a server and its locations say little of their own, and a
    // line that nginx would refuse is told where it stands and not at every location that inherits it.
    private ProxySettings ReadProxy(NginxLevel level, ProxySettings? outer)
    {
        bool ownHeaders = outer is null || level.Has("proxy_set_header");
        return new ProxySettings
        {
            Headers = ownHeaders ? Headers(level.InForce("proxy_set_header")) : outer!.Headers,
            DiscardedHeaders = ownHeaders ? Headers(level.Discarded("proxy_set_header")) : outer!.DiscardedHeaders,
            HttpVersion = level.First("proxy_http_version") is null && outer is not null ? outer.HttpVersion
                : level.Last("proxy_http_version") is { } said ? new Setting<string?>(said[0], said.Source) : _defaultVersion,
            ConnectTimeout = Time(level, outer?.ConnectTimeout, "proxy_connect_timeout"),
            SendTimeout = Time(level, outer?.SendTimeout, "proxy_send_timeout"),
            ReadTimeout = Time(level, outer?.ReadTimeout, "proxy_read_timeout"),
            Buffering = Switch(level, outer?.Buffering, "proxy_buffering", true),
            InterceptErrors = Switch(level, outer?.InterceptErrors, "proxy_intercept_errors", false),
            PassRequestHeaders = Switch(level, outer?.PassRequestHeaders, "proxy_pass_request_headers", true),
            Method = outer is not null && !level.Has("proxy_method") ? outer.Method
                : level.Last("proxy_method") is { } method ? new Setting<string>(method[0], method.Source) : null,
            Redirects = Models(level, outer?.Redirects, "proxy_redirect"),
            Ssl = outer is not null && !Array.Exists(level.Directives, d => d.Name.StartsWith("proxy_ssl_", StringComparison.Ordinal))
                ? outer.Ssl : ProxySsl(level),
            Resolver = outer is not null && !level.Has("resolver") ? outer.Resolver : level.Last("resolver")?.ToModel(),
        };
    }

    private Setting<TimeSpan> Time(NginxLevel level, Setting<TimeSpan>? outer, string name)
    {
        if (outer is not null && !level.Has(name))
        {
            return outer;
        }

        if (level.Last(name) is not { } said)
        {
            return s_minute;
        }

        if (NginxTime.Parse(said[0]) is TimeSpan time)
        {
            return new Setting<TimeSpan>(time, said.Source);
        }

        problems.Add(new ProxyProblem(
            ProxyProblemKind.Refused, said.Source, ToolText.Clean($"\"{name}\" directive invalid value \"{said[0]}\"")));
        return new Setting<TimeSpan>(s_minute.Value, said.Source);
    }

    private static Setting<bool> Switch(NginxLevel level, Setting<bool>? outer, string name, bool byDefault) =>
        outer is not null && !level.Has(name) ? outer : level.Switch(name, byDefault);

    private static bool Switch(NginxLevel level, bool? outer, string name, bool byDefault) =>
        outer is bool said && !level.Has(name) ? said : level.Switch(name, byDefault).Value;

    private static ProxyDirective[] ProxySsl(NginxLevel level) =>
        [.. level.ProxySslNames.Order(StringComparer.Ordinal).SelectMany(name => level.InForce(name)).Select(d => d.ToModel())];

    private static ProxyHeader[] Headers(IReadOnlyList<NginxDirective> directives) =>
        [.. directives.Select(d => new ProxyHeader(d[0], d[1], d.Source))];

    private static IReadOnlyList<ProxyDirective> Models(
        NginxLevel level, IReadOnlyList<ProxyDirective>? outer, params ReadOnlySpan<string> names) =>
        outer is not null && !level.HasAny(names) ? outer : level.InForce(names).Select(d => d.ToModel()).ToArray();
}
