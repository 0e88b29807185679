using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>A location passes the upgrade on, in a version of HTTP that knows none.</summary>
internal sealed class OldHttpCheck : ICheck
{
    internal static readonly FindingDescriptor Old = new(
        "CN6004", "The proxy speaks HTTP/1.0 to a WebSocket", Severity.Error,
        "{0} of {1} passes the upgrade on and speaks HTTP/1.0, which knows no upgrade; a WebSocket fails there.");

    public IReadOnlyList<FindingDescriptor> Reports => [Old];

    public FactKinds Needs => FactKinds.Proxies;

    public IEnumerable<Finding> Run(Snapshot facts) =>
        from item in facts.ProxyRoutes()
        where item.Route.Upgrade == UpgradeHandling.OldHttp
        select About(facts, item.Proxy, item.Route);

    internal static Finding About(Snapshot facts, RunningProxy proxy, ProxyRoute route)
    {
        Setting<string?> version = route.Settings.HttpVersion;
        return Old.About(route.Text(), route.Text(), proxy).At(proxy, route) with
        {
            Evidence =
            [
                version.Source is null
                    ? route.Line(null, $"no proxy_http_version; the default of nginx {proxy.Configuration.Version} is 1.0")
                    : route.Line(version.Source, $"proxy_http_version {version.Value}"),
                .. route.Headers.Where(h => h.Name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase))
                    .Select(h => route.Line(h.Source, $"proxy_set_header {h}")),
                .. route.Said(),
            ],
            Repairable = facts.IsEditable(proxy, route.Source),
            Remedy = (version.Source is null ? $"In {route.Location} ({route.Source}): proxy_http_version 1.1;"
                : $"In {version.Source}: proxy_http_version 1.1;") + $"\nthen {facts.Reload(proxy)}",
        };
    }
}
