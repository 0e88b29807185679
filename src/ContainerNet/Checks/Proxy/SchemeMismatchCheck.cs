using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>A proxy speaks plain HTTP to a port of TLS, or TLS to a port of plain HTTP: its error log says so.</summary>
internal sealed class SchemeMismatchCheck : ICheck
{
    internal static readonly FindingDescriptor Mismatch = new(
        "CN6006", "The proxy speaks the wrong scheme to its upstream", Severity.Error, "{0} of {1} says {2} to {3}, {4}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Mismatch];

    public FactKinds Needs => FactKinds.Proxies;

    public IEnumerable<Finding> Run(Snapshot facts) =>
        from item in facts.ProxyRoutes()
        let failure = item.Route.Failures.FirstOrDefault(f => Says(f, item.Route.Pass.Scheme))
        where failure is not null
        select About(facts, item.Proxy, item.Route, failure.Upstream, ProxyQuestions.Evidence(failure));

    private static bool Says(ProxyLogSummary failure, string scheme) => failure.Kind switch
    {
        ProxyErrorKind.TlsOnPlainPort => scheme == "https",
        ProxyErrorKind.NotHttp => scheme == "http",
        _ => false,
    };

    /// <summary>The finding, as the log or a request shows it.</summary>
    internal static Finding About(Snapshot facts, RunningProxy proxy, ProxyRoute route, string? upstream, params Evidence[] seen)
    {
        bool tls = route.Pass.Scheme == "https";
        SourceLine place = route.Pass.Source ?? route.Source;
        return Mismatch.About(
            route.Text(), route.Text(), proxy, tls ? "https" : "http", upstream ?? route.Pass.Text,
            tls ? "which speaks plain HTTP" : seen.Length == 0 ? "which speaks TLS" : "which answers with something that is no HTTP/1, most likely TLS").At(proxy, route) with
        {
            Evidence = [route.Passes(), .. seen],
            Repairable = !route.Pass.HasVariables && facts.IsEditable(proxy, place),
            Remedy = $"In {place}: proxy_pass {Other(route.Pass)};\nthen {facts.Reload(proxy)}"
                + (tls ? "" : "\nIf the application expects a name in the handshake: proxy_ssl_server_name on;"),
        };
    }

    /// <summary>The same with the other scheme.</summary>
    internal static string Other(ProxyPass pass) => pass.Scheme == "https" ? $"http{pass.Text[5..]}" : $"https{pass.Text[4..]}";
}
