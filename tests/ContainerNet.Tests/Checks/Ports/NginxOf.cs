using ContainerNet.Model.Proxies;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Checks.Ports;

/// <summary>A running nginx, for tests of what it shows about ports.</summary>
internal static class NginxOf
{
    /// <summary>nginx with these servers, on the host or in a container of Docker's.</summary>
    public static RunningProxy Servers(string servers, string? container = null) => new()
    {
        Program = "nginx",
        ProcessId = 500,
        Engine = container is null ? null : "docker",
        Container = container,
        InHostNetwork = container is null,
        Configuration = NginxText.ReadHttp(servers),
    };
}
