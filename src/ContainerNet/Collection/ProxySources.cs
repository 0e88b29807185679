using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Sources;
using ContainerNet.Sources.Engines;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Collection;

/// <summary>Reads reverse proxies, when the engines have told which containers there are.</summary>
internal static class ProxySources
{
    /// <summary>Those that run and those that did not come up; null when they were not read.</summary>
    public static async Task<(IReadOnlyList<RunningProxy>? Running, IReadOnlyList<FailedProxy>? Failed)> ReadAsync(
        IHost host, SourceRunner run, CollectOptions options, Task<EngineFacts> engines)
    {
        EngineFacts containers = await engines;
        return await run.RunAsync<(IReadOnlyList<RunningProxy>?, IReadOnlyList<FailedProxy>?)>(
            FactKinds.Proxies, "reverse proxies", (null, null),
            async () =>
            {
                Reading<IReadOnlyList<RunningProxy>> running = await ProxyReader.ReadAsync(host, containers, options.KeepTexts, run.Token);
                return new((running.Value, await FailedProxies.ReadAsync(host, containers, running.Value, run.Token)), running.Gaps);
            });
    }
}
