using ContainerNet.Collection;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Paths.Requests;

/// <summary>The lab's host with three services of a rootless user behind nginx, whose configuration tests write anew: shop on 8001, stock
/// on 8002, chat (WebSocket) on 8003; nobody on 8004.</summary>
internal static class ProxiedHost
{
    public const string Upgrade = "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;";

    private static readonly Lazy<Snapshot> s_facts = new(() => SnapshotJson.Read(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "snapshots", "rootless-proxy.json")), "rootless-proxy"));

    public static Snapshot Facts => s_facts.Value;

    /// <summary>With these locations in a server on port 80.</summary>
    public static Snapshot With(string locations, Func<RunningProxy, RunningProxy>? edit = null)
    {
        RunningProxy proxy = Facts.Proxies![0] with
        {
            Configuration = NginxText.ReadHttp($"server {{ listen 80; server_name shop.example;\n{locations}\n}}"),
        };
        return Facts with { Proxies = [edit?.Invoke(proxy) ?? proxy] };
    }

    public static RequestWalk Walk(this Snapshot facts, string url, RequestOrigin? origin = null) =>
        Assert.Single(new RequestWalker(facts).Walk(new Uri(url), origin ?? new RequestOrigin(), facts.Proxies!));
}
