using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>What is in force at a level: the level's own directives, and what it inherits where it has none of a name.</summary>
internal sealed class SettingsReader(Version? version, List<ProxyProblem> problems)
{
    private static readonly Version s_speaks11 = new(1, 29, 7);

    private static readonly string[] s_conditions = [.. DirectiveNames.Conditions];

    private readonly Setting<string?> _defaultVersion = new(version is null ? null : version >= s_speaks11 ? "1.1" : "1.0");

    /// <summary>The settings of a level; those of the level around it where it says nothing of its own.</summary>
    public LocationSettings Read(NginxLevel level, LocationSettings? outer) =>
        outer is not null && !level.Directives.Exists(d => IsSetting(d.Name)) ? outer : new LocationSettings
        {
            Proxy = outer is not null && !level.Directives.Exists(d => IsOfProxy(d.Name)) ? outer.Proxy : ReadProxy(level),
            ErrorPages = Models(level.InForce("error_page")),
            RecursiveErrorPages = level.Switch("recursive_error_pages", false).Value,
            AccessRules = Models(level.InForce("allow", "deny")),
            Conditions = outer is not null && !level.Directives.Exists(d => DirectiveNames.IsCondition(d.Name))
                ? outer.Conditions : Conditions(level),
            AbsoluteRedirect = level.Switch("absolute_redirect", true).Value,
            PortInRedirect = level.Switch("port_in_redirect", true).Value,
            ServerNameInRedirect = level.Switch("server_name_in_redirect", false).Value,
        };

    private static ProxyDirective[] Conditions(NginxLevel level) =>
        [.. s_conditions.SelectMany(name => level.InForce(name)).Where(d => d[0] != "off").Select(d => d.ToModel())];

    private ProxySettings ReadProxy(NginxLevel level) => new()
    {
        Headers = Headers(level.InForce("proxy_set_header")),
        DiscardedHeaders = Headers(level.Discarded("proxy_set_header")),
        HttpVersion = level.Last("proxy_http_version") is { } said ? new Setting<string?>(said[0], said.Source) : _defaultVersion,
        ConnectTimeout = Time(level, "proxy_connect_timeout"),
        SendTimeout = Time(level, "proxy_send_timeout"),
        ReadTimeout = Time(level, "proxy_read_timeout"),
        Buffering = level.Switch("proxy_buffering", true),
        InterceptErrors = level.Switch("proxy_intercept_errors", false),
        PassRequestHeaders = level.Switch("proxy_pass_request_headers", true),
        Method = level.Last("proxy_method") is { } method ? new Setting<string>(method[0], method.Source) : null,
        Redirects = Models(level.InForce("proxy_redirect")),
        Ssl = [.. ProxySsl(level)],
        Resolver = level.Last("resolver")?.ToModel(),
    };

    private Setting<TimeSpan> Time(NginxLevel level, string name)
    {
        TimeSpan byDefault = TimeSpan.FromSeconds(60);
        if (level.Last(name) is not { } said)
        {
            return new Setting<TimeSpan>(byDefault);
        }

        if (NginxTime.Parse(said[0]) is TimeSpan time)
        {
            return new Setting<TimeSpan>(time, said.Source);
        }

        problems.Add(new ProxyProblem(
            ProxyProblemKind.Refused, said.Source, ToolText.Clean($"\"{name}\" directive invalid value \"{said[0]}\"")));
        return new Setting<TimeSpan>(byDefault, said.Source);
    }

    private static IEnumerable<ProxyDirective> ProxySsl(NginxLevel level) =>
        level.Names("proxy_ssl_").Order(StringComparer.Ordinal).SelectMany(name => level.InForce(name)).Select(d => d.ToModel());

    private static bool IsSetting(string name) => IsOfProxy(name) || DirectiveNames.IsCondition(name)
        || name is "error_page" or "recursive_error_pages" or "allow" or "deny" or "absolute_redirect" or "port_in_redirect"
            or "server_name_in_redirect";

    private static bool IsOfProxy(string name) =>
        name == "resolver" || (name.StartsWith("proxy_", StringComparison.Ordinal) && name != "proxy_pass");

    private static ProxyHeader[] Headers(IReadOnlyList<NginxDirective> directives) =>
        [.. directives.Select(d => new ProxyHeader(d[0], d[1], d.Source))];

    private static ProxyDirective[] Models(IReadOnlyList<NginxDirective> directives) => [.. directives.Select(d => d.ToModel())];
}
