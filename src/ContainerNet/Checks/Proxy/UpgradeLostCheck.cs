using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>A WebSocket's request to upgrade does not reach the application, because the proxy is not told to pass it on, or an inner
/// level takes back what an outer one says.</summary>
internal sealed class UpgradeLostCheck : ICheck
{
    internal static readonly FindingDescriptor Lost = new(
        "CN6003", "The proxy does not pass the WebSocket upgrade on", Severity.Error, "{0} of {1}: {2}; a WebSocket fails there.");

    public IReadOnlyList<FindingDescriptor> Reports => [Lost];

    public FactKinds Needs => FactKinds.Proxies;

    public IEnumerable<Finding> Run(Snapshot facts) =>
        from item in facts.ProxyRoutes()
        where item.Route.Upgrade is UpgradeHandling.Incomplete
            || (item.Route.Upgrade is UpgradeHandling.Discarded or UpgradeHandling.NotPassed && WebSocketSigns.Of(item.Route) is not null)
        select About(facts, item.Proxy, item.Route);

    internal static Finding About(Snapshot facts, RunningProxy proxy, ProxyRoute route)
    {
        string sign = WebSocketSigns.Of(route) is { } known ? $" ({known})" : "";
        ProxyHeader? lost = route.DiscardedHeaders.FirstOrDefault(h => h.Name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase));
        ProxyHeader? own = route.Headers.Count > 0 ? route.Headers[0] : null;
        string what = route.Upgrade switch
        {
            UpgradeHandling.Discarded => $"proxy_set_header {own?.Name} in line {own?.Source.Line} discards Upgrade and all other headers of the outer level{sign}",
            UpgradeHandling.Incomplete => "only one of the headers Upgrade and Connection is passed on",
            _ => $"neither Upgrade nor Connection is passed on{sign}",
        };
        return Lost.About(route.Text(), route.Text(), proxy, what).At(proxy, route) with
        {
            Evidence =
            [
                route.Passes(),
                .. own is null ? Array.Empty<Evidence>() : [route.Line(own.Source, $"proxy_set_header {own}")],
                .. lost is null ? Array.Empty<Evidence>() : [route.Line(lost.Source, $"proxy_set_header {lost} (discarded)")],
                .. route.Headers.Where(h => h.Name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)
                        || h.Name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
                    .Select(h => route.Line(h.Source, $"proxy_set_header {h}")),
            ],
            Repairable = facts.IsEditable(proxy, route.Source),
            Remedy = $"In {route.Location} ({route.Source}):\n{string.Join('\n', UpgradeLines.Missing(proxy, route, shown: true))}\nthen {facts.Reload(proxy)}",
        };
    }
}
