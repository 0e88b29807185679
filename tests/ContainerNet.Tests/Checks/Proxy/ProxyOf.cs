using System.Net;
using ContainerNet.Model.Proxies;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Checks.Proxy;

/// <summary>An nginx for the builder of hosts, from the text of its configuration.</summary>
internal static class ProxyOf
{
    public static readonly DateTimeOffset Loaded = HostBuilder.Boot.AddHours(1);

    /// <summary>On the host, with what stands in `http`; the first line of it is line 3.</summary>
    public static HostBuilder Nginx(this HostBuilder host, string http, Func<RunningProxy, RunningProxy>? edit = null, string version = "1.26.3")
    {
        RunningProxy proxy = new()
        {
            Program = "nginx",
            ProcessId = 4000,
            InHostNetwork = true,
            LoadedAt = Loaded,
            Configuration = NginxText.ReadHttp(http, new Version(version)),
            Hosts = [new HostsEntry("localhost", IPAddress.Loopback)],
            Failures = [],
        };
        return host.With(f => f with { Proxies = [.. f.Proxies ?? [], edit?.Invoke(proxy) ?? proxy] });
    }

    /// <summary>In a container of Docker.</summary>
    public static HostBuilder NginxIn(this HostBuilder host, string container, string http, params string[] log) => host.Nginx(
        http, p => (p with { Engine = "docker", Container = container, InHostNetwork = false }).Logs(log));

    /// <summary>With these lines in its error log, each without time and level.</summary>
    public static RunningProxy Logs(this RunningProxy proxy, params string[] lines) => proxy with
    {
        Failures = ProxyLogSummary.Of(NginxErrorLog.Parse(string.Join('\n', lines.Select(l => $"2026/11/21 03:10:00 [error] 7#7: *1 {l}")))),
    };

    /// <summary>The whole line of a failed request.</summary>
    public static string Line(string message, string upstream, string server = "shop.example") =>
        $"{message}, client: 203.0.113.9, server: {server}, request: \"GET / HTTP/1.1\", upstream: \"{upstream}\", host: \"{server}\"";

    /// <summary>A server with one location.</summary>
    public static string Server(string location, string server = "") =>
        $"server {{ listen 80; server_name shop.example; {server}\n{location}\n}}";
}
