using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>What the checks of proxies have in common.</summary>
internal static class ProxyQuestions
{
    /// <summary>What most of them need.</summary>
    public const FactKinds Needs = FactKinds.Engines | FactKinds.Proxies;

    /// <summary>Every route of every proxy.</summary>
    public static IEnumerable<(RunningProxy Proxy, ProxyRoute Route)> ProxyRoutes(this Snapshot facts) =>
        (facts.Proxies ?? []).SelectMany(p => Model.Proxies.ProxyRoutes.Of(p).Select(r => (p, r)));

    /// <summary>"shop.example location /chat/".</summary>
    public static string Text(this ProxyRoute route) =>
        $"{(route.Server.Count > 0 && route.Server[0].Length > 0 ? route.Server[0] : $"the server at {string.Join(", ", route.Listens.Take(1))}")} {route.Location}";

    /// <summary>Where a route's request is passed on: "/etc/nginx/conf.d/lab.conf:27: proxy_pass http://127.0.0.1:8003".</summary>
    public static Evidence Passes(this ProxyRoute route) =>
        Questions.Read($"{(route.Pass.Source ?? route.Source)}{Inside(route)}", $"proxy_pass {route.Pass}");

    /// <summary>A line of a configuration.</summary>
    public static Evidence Line(this ProxyRoute route, SourceLine? source, string value) =>
        Questions.Read($"{source ?? route.Source}{Inside(route)}", value);

    /// <summary>What the error log says about a route, the last first.</summary>
    public static IEnumerable<Evidence> Said(this ProxyRoute route, Func<ProxyLogSummary, bool>? wanted = null) => route.Failures
        .Where(f => wanted is null || wanted(f))
        .OrderByDescending(f => f.Last).Take(3)
        .Select(Evidence);

    /// <summary>A kind of line in the error log.</summary>
    public static Evidence Evidence(ProxyLogSummary failure) => Questions.Read(
        "error log",
        $"{failure.Count} times, last {failure.Last:yyyy-MM-dd HH:mm:ss}: {failure.Example.Message}"
        + (failure.Example.Action is null ? "" : $" while {failure.Example.Action}")
        + (failure.Upstream is null ? "" : $", upstream {failure.Upstream}"));

    /// <summary>The finding as one about a route. What stands in a file that the proxy has not taken yet is trouble to come.</summary>
    public static Finding At(this Finding finding, RunningProxy proxy, ProxyRoute route) => finding with
    {
        Engine = finding.Engine ?? proxy.Engine,
        Container = finding.Container ?? proxy.Container,
        Role = proxy.ChangedFiles.Any(f => f.File == route.Source.File) ? FindingRole.Latent : finding.Role,
    };

    /// <summary>Can a file of the proxy be edited from here: a file of the host, or in a container one of a folder that is the host's?</summary>
    public static bool IsEditable(this Snapshot facts, RunningProxy proxy, SourceLine source) => proxy.Container is null ? proxy.InHostNetwork
        : UpstreamPlace.ContainerOf(facts, proxy)?.Mounts?.Any(m => source.File.StartsWith(m.Destination.TrimEnd('/') + "/", StringComparison.Ordinal)) == true;

    /// <summary>How to let a proxy take its files.</summary>
    public static string Reload(this Snapshot facts, RunningProxy proxy) => proxy.Container is null
        ? "nginx -t && systemctl reload nginx"
        : $"{facts.Client(proxy.Engine!, $"exec {proxy.Container} nginx -t")}\n{facts.Client(proxy.Engine!, $"exec {proxy.Container} nginx -s reload")}";

    private static string Inside(ProxyRoute route) => route.Container is null ? "" : $" in container {route.Container}";
}
