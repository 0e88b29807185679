using System.Buffers;
using System.Globalization;
using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>The annotations of ingress-nginx 1.15.1 with their risks (internal/ingress/annotations).</summary>
internal static class AnnotationCatalog
{
    private const string Letters = "-._~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/:";

    private static readonly SearchValues<char> s_path = SearchValues.Create(Letters + "$");
    private static readonly SearchValues<char> s_address = SearchValues.Create(Letters + ",:?&=");
    private static readonly SearchValues<char> s_name = SearchValues.Create(Letters);
    private static readonly SearchValues<char> s_pattern = SearchValues.Create(Letters + @"^$[](){}*+?|&=\");

    private static readonly Dictionary<string, AnnotationKind> s_kinds = All().ToDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>Annotations that were taken out, with what became of them.</summary>
    private static readonly Dictionary<string, string> s_removed = new(StringComparer.Ordinal)
    {
        ["secure-backends"] = "was taken out: write backend-protocol: HTTPS",
        ["add-base-url"] = "was taken out: the application has to know its prefix",
        ["base-url-scheme"] = "was taken out",
        ["session-cookie-hash"] = "was taken out",
        ["grpc-backend"] = "was taken out: write backend-protocol: GRPC",
        ["enable-influxdb"] = "was taken out",
        ["enable-opentracing"] = "was taken out in 1.10: write enable-opentelemetry",
    };

    /// <summary>What is known of a name without its prefix; null for one that the controller does not know.</summary>
    public static AnnotationKind? Find(string name) => s_kinds.GetValueOrDefault(name);

    /// <summary>Why the controller does not know a name, where it knew it once; the nearest that it knows otherwise.</summary>
    public static string WhyUnknown(string name) => s_removed.GetValueOrDefault(name)
        ?? (s_kinds.Keys.FirstOrDefault(k => IsNear(k, name)) is { } near ? $"is not known to ingress-nginx: {near} may be meant" : "is not known to ingress-nginx");

    /// <summary>Is a value of the right shape?</summary>
    public static bool Fits(AnnotationShape shape, string value) => shape switch
    {
        AnnotationShape.Truth => ControllerSettings.Truth(value) is not null,
        AnnotationShape.Number => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        AnnotationShape.Path => !value.AsSpan().ContainsAnyExcept(s_path),
        AnnotationShape.Address => !WithoutSpaces(value).AsSpan().ContainsAnyExcept(s_address),
        AnnotationShape.Name => !WithoutSpaces(value).AsSpan().ContainsAnyExcept(s_name),
        AnnotationShape.Pattern => value.Split(',').All(v => !v.AsSpan().Trim().ContainsAnyExcept(s_pattern)),
        AnnotationShape.Connection => WithoutSpaces(value) is "close" or "keep-alive",
        AnnotationShape.Protocol => value.Trim().ToUpperInvariant() is "AUTO_HTTP" or "HTTP" or "HTTPS" or "GRPC" or "GRPCS" or "FCGI",
        AnnotationShape.Cookie => value.Trim() == "cookie",
        AnnotationShape.SameSite => value.Trim().ToUpperInvariant() is "NONE" or "LAX" or "STRICT",
        AnnotationShape.HttpVersion => value.Trim() is "1.0" or "1.1",
        AnnotationShape.Service => value.Length is > 0 and < 64 && char.IsAsciiLetterLower(value[0]) && !value.EndsWith('-')
            && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'),
        _ => true,
    };

    private static string WithoutSpaces(string value) => value.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>One character too many, too few or other, or two exchanged.</summary>
    private static bool IsNear(string known, string name)
    {
        int start = 0, same = Math.Min(known.Length, name.Length);
        while (start < same && known[start] == name[start])
        {
            start++;
        }

        int end = 0;
        while (end < same - start && known[^(end + 1)] == name[^(end + 1)])
        {
            end++;
        }

        int left = known.Length - start - end, right = name.Length - start - end;
        return Math.Max(left, right) <= 1
            || (left == 2 && right == 2 && known[start] == name[start + 1] && known[start + 1] == name[start]);
    }

    private static IEnumerable<AnnotationKind> All()
    {
        foreach ((AnnotationRisk risk, AnnotationShape shape, bool strict, string names) in ((AnnotationRisk, AnnotationShape, bool, string)[])
        [
            (AnnotationRisk.Medium, AnnotationShape.Path, false, "rewrite-target app-root"),
            (AnnotationRisk.Low, AnnotationShape.Truth, false, "ssl-redirect use-regex"),
            (AnnotationRisk.Medium, AnnotationShape.Truth, false, "preserve-trailing-slash force-ssl-redirect"),
            (AnnotationRisk.Low, AnnotationShape.Truth, true, "from-to-www-redirect relative-redirects ssl-passthrough"),
            (AnnotationRisk.Medium, AnnotationShape.Address, true, "temporal-redirect permanent-redirect"),
            (AnnotationRisk.Low, AnnotationShape.Number, true, "temporal-redirect-code permanent-redirect-code"),
            (AnnotationRisk.Medium, AnnotationShape.Path, true, "x-forwarded-prefix"),
            (AnnotationRisk.Low, AnnotationShape.Pattern, true, "upstream-vhost"),
            (AnnotationRisk.High, AnnotationShape.Pattern, true, "server-alias"),
            (AnnotationRisk.Low, AnnotationShape.Connection, true, "connection-proxy-header"),
            (AnnotationRisk.Low, AnnotationShape.Protocol, false, "backend-protocol"),
            (AnnotationRisk.Low, AnnotationShape.Service, true, "default-backend"),
            (AnnotationRisk.Medium, AnnotationShape.Address, false, "proxy-cookie-path proxy-redirect-from proxy-redirect-to session-cookie-path"),
            (AnnotationRisk.Medium, AnnotationShape.Any, false, "proxy-cookie-domain proxy-body-size proxy-next-upstream"),
            (AnnotationRisk.Low, AnnotationShape.HttpVersion, false, "proxy-http-version"),
            (AnnotationRisk.Low, AnnotationShape.Number, false, "proxy-connect-timeout proxy-send-timeout proxy-read-timeout proxy-buffers-number proxy-next-upstream-timeout proxy-next-upstream-tries"),
            (AnnotationRisk.Low, AnnotationShape.Cookie, false, "affinity"),
            (AnnotationRisk.Medium, AnnotationShape.Name, false, "session-cookie-name session-cookie-domain"),
            (AnnotationRisk.Low, AnnotationShape.Truth, false, "session-cookie-secure session-cookie-conditional-samesite-none session-cookie-change-on-failure"),
            (AnnotationRisk.Low, AnnotationShape.SameSite, false, "session-cookie-samesite"),
            (AnnotationRisk.Low, AnnotationShape.Truth, false, "canary enable-cors cors-allow-credentials use-port-in-redirects service-upstream auth-always-set-cookie"),
            (AnnotationRisk.Critical, AnnotationShape.Any, false, "configuration-snippet server-snippet auth-snippet modsecurity-snippet stream-snippet"),
            (AnnotationRisk.High, AnnotationShape.Any, false, "auth-url auth-signin auth-tls-error-page auth-tls-match-cn mirror-target mirror-host modsecurity-transaction-id proxy-ssl-name upstream-hash-by"),
            (AnnotationRisk.Medium, AnnotationShape.Any, false, Medium),
            (AnnotationRisk.Low, AnnotationShape.Any, false, Low),
        ])
        {
            foreach (string name in names.Split(' '))
            {
                yield return new AnnotationKind(name, risk, shape, strict);
            }
        }
    }

    private const string Medium = "auth-realm auth-secret auth-signin-redirect-param auth-cache-key auth-cache-duration auth-response-headers auth-proxy-set-headers "
        + "auth-request-redirect auth-tls-secret auth-tls-verify-client canary-by-header canary-by-header-value canary-by-header-pattern canary-by-cookie "
        + "cors-allow-origin cors-allow-headers cors-allow-methods cors-expose-headers custom-headers fastcgi-index fastcgi-params-configmap "
        + "allowlist-source-range whitelist-source-range denylist-source-range opentelemetry-operation-name proxy-ssl-secret proxy-ssl-ciphers "
        + "affinity-mode session-cookie-expires session-cookie-max-age";

    private const string Low = "auth-type auth-secret-type auth-method auth-keepalive auth-keepalive-share-vars auth-keepalive-requests auth-keepalive-timeout "
        + "enable-global-auth auth-tls-verify-depth auth-tls-pass-certificate-to-upstream canary-weight canary-weight-total client-body-buffer-size "
        + "cors-max-age custom-http-errors disable-proxy-intercept-errors http2-push-preload load-balance enable-access-log enable-rewrite-log "
        + "mirror-request-body enable-modsecurity enable-owasp-core-rules enable-opentelemetry opentelemetry-trust-incoming-span "
        + "proxy-buffer-size proxy-busy-buffers-size proxy-request-buffering proxy-buffering proxy-max-temp-file-size proxy-ssl-protocols proxy-ssl-verify "
        + "proxy-ssl-verify-depth proxy-ssl-server-name limit-rate limit-rate-after limit-rpm limit-rps limit-connections limit-burst-multiplier "
        + "limit-allowlist limit-whitelist satisfy affinity-canary-behavior ssl-prefer-server-ciphers ssl-ciphers upstream-hash-by-subset upstream-hash-by-subset-size";
}
