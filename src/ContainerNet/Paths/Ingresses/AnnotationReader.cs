using System.Globalization;
using System.Net;
using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>Reads the annotations of one Ingress as ingress-nginx does (internal/ingress/annotations).</summary>
internal sealed class AnnotationReader
{
    private static readonly string[] s_limits = ["limit-connections", "limit-rps", "limit-rpm"];

    private readonly Dictionary<string, IngressAnnotation> _known = new(StringComparer.Ordinal);
    private readonly List<AnnotationIssue> _issues = [];
    private readonly ControllerSettings _settings;
    private readonly AnnotationRisk _limit;

    /// <summary>For an Ingress, under these settings.</summary>
    public AnnotationReader(Ingress ingress, ControllerSettings settings)
    {
        _settings = settings;
        _limit = settings.RiskLevel.ToUpperInvariant() switch
        {
            "CRITICAL" => AnnotationRisk.Critical,
            "HIGH" => AnnotationRisk.High,
            "MEDIUM" => AnnotationRisk.Medium,
            _ => AnnotationRisk.Low,
        };
        foreach (IngressAnnotation annotation in ingress.Annotations)
        {
            Take(annotation);
        }
    }

    /// <summary>What they come to.</summary>
    public IngressOptions Read()
    {
        string type = Text("auth-type", "");
        IngressOptions options = Redirects(new IngressOptions
        {
            RewriteTarget = Text("rewrite-target", ""),
            UsesRegex = Truth("use-regex", false),
            AppRoot = Text("app-root", "") is ['/', ..] root ? root : "",
            SslRedirect = Truth("ssl-redirect", _settings.SslRedirect),
            ForceSslRedirect = Truth("force-ssl-redirect", _settings.ForceSslRedirect),
            PreserveTrailingSlash = Truth("preserve-trailing-slash", _settings.PreserveTrailingSlash),
            UsesPortInRedirects = Truth("use-port-in-redirects", ControllerSettings.Truth(_settings.Value("use-port-in-redirects", "")) is true),
            ProxyRedirectFrom = Text("proxy-redirect-from", _settings.Value("proxy-redirect-from", "off")),
            ProxyRedirectTo = Text("proxy-redirect-to", _settings.Value("proxy-redirect-to", "off")),
            CookiePath = Text("proxy-cookie-path", _settings.Value("proxy-cookie-path", "off")),
            CookieDomain = Text("proxy-cookie-domain", _settings.Value("proxy-cookie-domain", "off")),
            ForwardedPrefix = Text("x-forwarded-prefix", ""),
            UpstreamHost = Text("upstream-vhost", ""),
            Protocol = Text("backend-protocol", "HTTP").Trim().ToUpperInvariant(),
            ConnectionHeader = Text("connection-proxy-header", ""),
            ReadTimeout = TimeSpan.FromSeconds(Number("proxy-read-timeout", Default("proxy-read-timeout", 60))),
            HttpVersion = Text("proxy-http-version", _settings.Value("proxy-http-version", "1.1")).Trim(),
            Affinity = Text("affinity", "").Trim() == "cookie" ? Cookie() : null,
            DefaultBackend = Text("default-backend", ""),
            InterceptedStatuses = Truth("disable-proxy-intercept-errors", false) ? "" : Text("custom-http-errors", _settings.Value("custom-http-errors", "")),
            Limits = [.. s_limits.Where(_known.ContainsKey)],
            ServiceUpstream = Truth("service-upstream", ControllerSettings.Truth(_settings.Value("service-upstream", "")) is true),
            Aliases = [.. List("server-alias").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            SslPassthrough = Truth("ssl-passthrough", false),
            ConfigurationSnippet = _settings.AllowsSnippets ? Text("configuration-snippet", "") : "",
            ServerSnippet = _settings.AllowsSnippets ? Text("server-snippet", "") : "",
            IsCanary = Truth("canary", false),
            AllowsCors = Truth("enable-cors", false),
            CorsOrigin = Text("cors-allow-origin", "*"),
            AllowedClients = Clients("allowlist-source-range", "whitelist-source-range"),
            DeniedClients = Clients("denylist-source-range"),
            AuthUrl = Text("auth-url", ""),
            AuthType = type,
            Denied = type.Length > 0 ? WhyDenied(type) : null,
        });
        if (options is { ForwardedPrefix.Length: > 0, RewriteTarget: "" } && _known.TryGetValue("x-forwarded-prefix", out IngressAnnotation? prefix))
        {
            _issues.Add(new AnnotationIssue(prefix, AnnotationFate.Ignored, "is only sent where there is a rewrite-target"));
        }

        return options with
        {
            Denied = options.Denied ?? _issues.Find(i => i.Fate == AnnotationFate.DeniesPaths)?.ToString(),
            Issues = _issues,
        };
    }

    private void Take(IngressAnnotation annotation)
    {
        string prefix = _settings.AnnotationsPrefix + "/";
        if (!annotation.Name.StartsWith(prefix, StringComparison.Ordinal))
        {
            if (annotation.Name.StartsWith("nginx.ingress.kubernetes.io/", StringComparison.Ordinal)
                || annotation.Name.StartsWith("ingress.kubernetes.io/", StringComparison.Ordinal))
            {
                _issues.Add(new AnnotationIssue(annotation, AnnotationFate.Ignored, $"has not the prefix of this controller, {_settings.AnnotationsPrefix}"));
            }

            return;
        }

        string name = annotation.Name[prefix.Length..];
        if (_settings.BlockedWords.FirstOrDefault(w => annotation.Value.Contains(w, StringComparison.Ordinal)) is { } word)
        {
            _issues.Add(new AnnotationIssue(annotation, AnnotationFate.RefusesIngress, $"holds the word {word}, which annotation-value-word-blocklist forbids"));
            return;
        }

        if (AnnotationCatalog.Find(name) is not { } kind)
        {
            _issues.Add(new AnnotationIssue(annotation, AnnotationFate.Ignored, AnnotationCatalog.WhyUnknown(name)));
            return;
        }

        if (kind.Risk > _limit)
        {
            string snippets = name.EndsWith("-snippet", StringComparison.Ordinal) && !_settings.AllowsSnippets ? ", and allow-snippet-annotations is false" : "";
            _issues.Add(new AnnotationIssue(
                annotation, AnnotationFate.RefusesIngress, $"is of risk {kind.Risk}, and annotations-risk-level allows {_limit} at the most{snippets}"));
        }
        else if (name.EndsWith("-snippet", StringComparison.Ordinal) && !_settings.AllowsSnippets)
        {
            _issues.Add(new AnnotationIssue(annotation, AnnotationFate.Ignored, "is a snippet, and allow-snippet-annotations is false"));
        }
        else if (IsWrong(kind, annotation.Value))
        {
            _issues.Add(new AnnotationIssue(
                annotation, kind.IsStrict ? AnnotationFate.RefusesIngress : AnnotationFate.Ignored, "has a value that the controller does not take"));
        }
        else if (string.IsNullOrWhiteSpace(annotation.Value))
        {
            _issues.Add(new AnnotationIssue(annotation, AnnotationFate.Ignored, "is empty"));
        }
        else
        {
            _known[name] = annotation;
        }
    }

    /// <summary>Without validation only what cannot be understood at all is wrong.</summary>
    private bool IsWrong(AnnotationKind kind, string value) => value.Length > 0
        && (_settings.ValidatesAnnotations || kind.Shape is AnnotationShape.Truth or AnnotationShape.Number)
        && (!AnnotationCatalog.Fits(kind.Shape, value) || (kind.Risk < AnnotationRisk.Critical && value.AsSpan().ContainsAny('\r', '\n')));

    private IngressOptions Redirects(IngressOptions options)
    {
        bool www = Truth("from-to-www-redirect", false), relative = Truth("relative-redirects", false);
        string temporal = Text("temporal-redirect", "");
        string url = temporal.Length > 0 ? temporal : Text("permanent-redirect", "");
        int byDefault = temporal.Length > 0 ? 302 : 301, last = temporal.Length > 0 ? 307 : 308;
        int code = Number(temporal.Length > 0 ? "temporal-redirect-code" : "permanent-redirect-code", 0);
        return options with
        {
            FromToWww = www,
            RelativeRedirects = relative || ControllerSettings.Truth(_settings.Value("relative-redirects", "")) is true,
            RedirectUrl = url,
            RedirectCode = code >= 300 && code <= last ? code : byDefault,
        };
    }

    private CookieAffinity Cookie() => new(
        Text("session-cookie-name", "INGRESSCOOKIE"), Text("session-cookie-path", ""), Text("session-cookie-domain", ""),
        _known.ContainsKey("session-cookie-secure") ? Truth("session-cookie-secure", false) : null, Text("session-cookie-samesite", ""));

    private string[] Clients(params string[] names)
    {
        if (names.Select(_known.GetValueOrDefault).FirstOrDefault(a => a is not null) is not { } annotation)
        {
            return [];
        }

        string[] ranges = [.. annotation.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (ranges.All(r => IPNetwork.TryParse(r, out _) || IPAddress.TryParse(r, out _)))
        {
            return ranges;
        }

        _issues.Add(new AnnotationIssue(annotation, AnnotationFate.DeniesPaths, "names no network that the controller takes"));
        return [];
    }

    private string? WhyDenied(string type) => type is not ("basic" or "digest") ? $"auth-type is basic or digest, and not {type}"
        : _known.ContainsKey("auth-secret") ? null : "auth-type needs an auth-secret";

    private string[] List(string name) => Text(name, "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private int Default(string name, int byDefault) =>
        int.TryParse(_settings.Value(name, ""), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : byDefault;

    /// <summary>The controller trims each line.</summary>
    private string Text(string name, string byDefault) => !_known.TryGetValue(name, out IngressAnnotation? annotation) ? byDefault
        : annotation.Value.Contains('\n', StringComparison.Ordinal) ? string.Join('\n', annotation.Value.Split('\n').Select(l => l.Trim())) : annotation.Value.Trim();

    private bool Truth(string name, bool byDefault) => ControllerSettings.Truth(_known.GetValueOrDefault(name)?.Value) ?? byDefault;

    private int Number(string name, int byDefault) =>
        int.TryParse(_known.GetValueOrDefault(name)?.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : byDefault;
}
