using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Paths.Ingresses;

/// <summary>Ingresses at random, of a few hosts and many paths that stand in each other's way, and requests for them.</summary>
internal sealed class RandomIngresses
{
    private static readonly string[] s_hosts = ["shop.test", "shop.test", "shop.test", "api.test", "*.wild.test", "", "www.shop.test", "a.wild.test"];
    private static readonly string[] s_paths = ["/", "/app", "/app/", "/app/v1", "/app/v1/users", "/api", "/apis", "/API", "/a.b", "/static/img", "/x_y", "/shop", "/shop/cart", ""];

    private static readonly string[] s_patterns =
    [
        "/app(/|$)(.*)", "/api/(v1|v2)/(.*)", "/(.*)", "/app/(.*)", "/api(/|$)(.*)", "/[a-z]+/v1", @"/file\.(js|css)$", "/app/v[0-9]+", "/x|/app", "/()(app.*)",
        "/static/.*", "/shop/?(.*)", @"/([^/]+)/cart", "/foo\"bar", "/app/v1/{id}", "/a{2}", @"/\d+", "/(?<name>app)/(.*)", "/a b", "/shop*", "/shop.+t",
    ];

    /// <summary>A path for each of the patterns.</summary>
    private static readonly string[] s_samples =
    [
        "/app/x", "/api/v2/x", "/z", "/app/one/two", "/API/y", "/shop/v1", "/file.js", "/app/v12", "/x", "/application",
        "/static/a.png", "/shop/9", "/one/cart", "/foo\"bar", "/app/v1/{id}", "/aa", "/12", "/app/q", "/a%20b", "/shopp", "/shop-t",
    ];

    private static readonly string[] s_notes =
    [
        "rewrite-target=/", "rewrite-target=/$1", "rewrite-target=/$2", "rewrite-target=/app", "rewrite-target=/new/$1/$2", "rewrite-target=/app/v1", "use-regex=true",
        "use-regex=false", "app-root=/start", "permanent-redirect=https://else.test/x", "temporal-redirect=http://else.test", "permanent-redirect-code=308",
        "x-forwarded-prefix=/app", "x-forwarded-prefix=/$1", "upstream-vhost=inner.test", "connection-proxy-header=keep-alive", "enable-cors=true",
        "relative-redirects=true", "proxy-http-version=1.0", "server-alias=other.test", "ssl-redirect=false", "canary=true", "rewrite-target=bad value", "nonsense=1",
    ];

    private static readonly string[] s_tails = ["", "", "", "/", "/x", "x", "/users/7", "/v1/a", "?q=1", "/?q=a%20b", "/%2e%2e/api", "//x", "/./y", "%2Fz", "/cart", "/ä", "+", "/a%3Fb", "/A%25"];

    private readonly Random _random;

    public RandomIngresses(int seed)
    {
        _random = new Random(seed);
        bool patterns = _random.Next(3) > 0;
        Ingress[] ingresses = [.. Enumerable.Range(0, _random.Next(1, 8)).Select(i => Ingress(i, patterns))];
        Set = new IngressSet { Ingresses = ingresses };
    }

    public IngressSet Set { get; }

    /// <summary>Method, host and target of a request.</summary>
    public (string Method, string Host, string Target) Request()
    {
        (string host, string path) = _random.Next(4) > 0 && Meant() is { } meant ? meant : Anything();
        string target = path.TrimEnd('/') + Pick(s_tails);
        target = target.StartsWith('/') ? target : "/" + target;
        return (_random.Next(12) == 0 ? "OPTIONS" : "GET", host, target);
    }

    private (string Host, string Path) Anything() => (
        Pick(["shop.test", "SHOP.test", "api.test", "b.wild.test", "a.wild.test", "a.b.wild.test", "other.test", "unknown.test", "www.shop.test", "shop.test:8080"]),
        Pick([.. s_paths.Where(p => p.Length > 0), .. s_samples, "/healthz", "/nginx_status", "/APP/V1", "/new", "/apple"]));

    /// <summary>A path that one of the ingresses names, or that its pattern fits.</summary>
    private (string Host, string Path)? Meant()
    {
        IngressRule[] rules = [.. Set.Ingresses.SelectMany(i => i.Rules).Where(r => r.Paths is not null)];
        if (rules.Length == 0)
        {
            return null;
        }

        IngressRule rule = rules[_random.Next(rules.Length)];
        string path = rule.Paths![_random.Next(rule.Paths.Count)].Path;
        int pattern = Array.IndexOf(s_patterns, path);
        return (rule.Host.Replace("*", "b", StringComparison.Ordinal) is { Length: > 0 } host ? host : "unknown.test", pattern >= 0 ? s_samples[pattern] : path);
    }

    private Ingress Ingress(int number, bool patterns)
    {
        YamlPlace place = new("random.yaml", number + 1, 1, 0);
        List<IngressAnnotation> notes = [];
        for (int i = _random.Next(4); i > 0; i--)
        {
            string[] note = Pick(s_notes).Split('=', 2);
            string name = $"nginx.ingress.kubernetes.io/{note[0]}";
            if ((patterns || note[0] is not ("rewrite-target" or "use-regex")) && notes.All(n => n.Name != name))
            {
                notes.Add(new IngressAnnotation(name, note[1], place));
            }
        }

        return new Ingress
        {
            Namespace = $"team{_random.Next(3)}",
            Name = $"i{number}",
            Place = place,
            ClassName = _random.Next(12) == 0 ? "traefik" : "nginx",
            CreatedAt = DateTimeOffset.UnixEpoch.AddDays(_random.Next(3)),
            Annotations = notes,
            DefaultBackend = _random.Next(10) == 0 ? Backend(place) : null,
            Rules = [.. Enumerable.Range(0, _random.Next(20) == 0 ? 0 : _random.Next(1, 3)).Select(r => new IngressRule
            {
                Host = Pick(s_hosts),
                Place = place,
                Paths = _random.Next(15) == 0 ? null : [.. Enumerable.Range(0, _random.Next(1, 5)).Select(p => Path(place, patterns))],
            })],
        };
    }

    private IngressPath Path(YamlPlace place, bool patterns)
    {
        bool isPattern = patterns && _random.Next(2) == 0;
        return new IngressPath
        {
            Path = !isPattern ? Pick(s_paths) : _random.Next(60) == 0 ? Pick(["/app(", "/a)b", "/[a-", "/[]", "/x[^]y", "/(a[)])(", "/\\\\("]) : Pick(s_patterns),
            Type = isPattern ? IngressPathType.ImplementationSpecific : (IngressPathType?)(_random.Next(8) switch { 0 => null, 1 => IngressPathType.ImplementationSpecific, < 4 => IngressPathType.Exact, _ => IngressPathType.Prefix }),
            Backend = Backend(place),
            Place = place,
        };
    }

    private IngressBackend Backend(YamlPlace place) => _random.Next(30) == 0 ? new IngressBackend { Place = place }
        : new IngressBackend { Service = Pick(["web", "api", "img"]), PortNumber = _random.Next(3) == 0 ? null : 80, PortName = "http", Place = place };

    private string Pick(string[] values) => values[_random.Next(values.Length)];
}
