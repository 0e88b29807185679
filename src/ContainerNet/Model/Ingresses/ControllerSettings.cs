using System.Globalization;

namespace ContainerNet.Model.Ingresses;

/// <summary>
/// How an ingress-nginx is set: its ConfigMap, the arguments of its program, and what its version takes for granted. The defaults are those
/// of the last version, 1.15.1, unless the version says otherwise.
/// </summary>
public sealed record ControllerSettings
{
    private static readonly Version s_hardened = new(1, 12);

    /// <summary>Where it was read; "" when nothing was, and everything is assumed.</summary>
    public string Source { get; init; } = "";

    /// <summary>The version; null when it is not known.</summary>
    public Version? Version { get; init; }

    /// <summary>The ConfigMap's values.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>The options of the program, without their dashes.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The prefix of its annotations.</summary>
    public string AnnotationsPrefix => Option("annotations-prefix", "nginx.ingress.kubernetes.io");

    /// <summary>The controller of its classes.</summary>
    public string ControllerClass => Option("controller-class", "k8s.io/ingress-nginx");

    /// <summary>The value of the old annotation kubernetes.io/ingress.class that it takes for its own.</summary>
    public string ClassAnnotation => Option("ingress-class", "nginx");

    /// <summary>Does it take ingresses without any class?</summary>
    public bool WatchesWithoutClass => Flag(Options, "watch-ingress-without-class", false);

    /// <summary>The only namespace that it looks at; "" for all.</summary>
    public string WatchedNamespace => Option("watch-namespace", "");

    /// <summary>The service ("namespace/name") that answers what nobody takes; "" for its own 404.</summary>
    public string DefaultBackend => Option("default-backend-service", "");

    /// <summary>Does it refuse ingresses with a default backend?</summary>
    public bool DisablesCatchAll => Flag(Options, "disable-catch-all", false);

    /// <summary>Are services of type ExternalName passed over?</summary>
    public bool DisablesExternalNames => Flag(Options, "disable-svc-external-name", false);

    /// <summary>Are annotation values held against patterns?</summary>
    public bool ValidatesAnnotations => Flag(Options, "enable-annotation-validation", IsHardened);

    /// <summary>The path of its own health checks.</summary>
    public string HealthPath => Option("health-check-path", "/healthz");

    /// <summary>May ingresses bring pieces of configuration?</summary>
    public bool AllowsSnippets => Flag(Values, "allow-snippet-annotations", Version is not null && Version < new Version(1, 9, 1));

    /// <summary>The highest risk that an annotation may have: Low, Medium, High or Critical.</summary>
    public string RiskLevel => Values.GetValueOrDefault("annotations-risk-level") is { Length: > 0 } level ? level : IsHardened ? "High" : "Critical";

    /// <summary>Are paths of type Exact and Prefix held to letters, digits, dots, dashes, underscores and slashes?</summary>
    public bool IsStrictAboutPaths => Flag(Values, "strict-validate-path-type", IsHardened);

    /// <summary>Words that no annotation may hold.</summary>
    public IReadOnlyList<string> BlockedWords => [.. (Values.GetValueOrDefault("annotation-value-word-blocklist") ?? "").Trim().Split(',').Where(w => w.Length > 0)];

    /// <summary>Is HTTP sent on to HTTPS where there is a certificate?</summary>
    public bool SslRedirect => Flag(Values, "ssl-redirect", true);

    /// <summary>Is HTTP sent on to HTTPS everywhere?</summary>
    public bool ForceSslRedirect => Flag(Values, "force-ssl-redirect", false);

    /// <summary>Does a slash at the end stay then?</summary>
    public bool PreserveTrailingSlash => Flag(Values, "preserve-trailing-slash", false);

    /// <summary>The status of these redirects.</summary>
    public int RedirectCode => int.TryParse(Values.GetValueOrDefault("http-redirect-code"), NumberStyles.None, CultureInfo.InvariantCulture, out int code)
        && code is 301 or 302 or 307 or 308 ? code : 308;

    /// <summary>Are X-Forwarded headers of clients believed?</summary>
    public bool UsesForwardedHeaders => Flag(Values, "use-forwarded-headers", false);

    /// <summary>Beginnings of paths that are never sent on to HTTPS.</summary>
    public IReadOnlyList<string> NoTlsRedirectLocations =>
        [.. Value("no-tls-redirect-locations", "/.well-known/acme-challenge").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The value of the ConfigMap, or the default.</summary>
    public string Value(string name, string byDefault) => Values.GetValueOrDefault(name) ?? byDefault;

    private bool IsHardened => Version is null || Version >= s_hardened;

    /// <summary>Takes a truth value as Go does; null when it is none.</summary>
    public static bool? Truth(string? text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };

    private string Option(string name, string byDefault) => Options.GetValueOrDefault(name) is { Length: > 0 } value ? value : byDefault;

    private static bool Flag(IReadOnlyDictionary<string, string> values, string name, bool byDefault) => Truth(values.GetValueOrDefault(name)) ?? byDefault;
}
