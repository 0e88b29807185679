using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Sources.Nginx;

/// <summary>Finds containers whose nginx refused to start. Only their engine has what it said: the file of the log is opened later, when the
/// configuration is known to be right.</summary>
internal static class FailedProxies
{
    private const int MostContainers = 20;

    /// <summary>The level of what ends nginx.</summary>
    private const string Fatal = "emerg";

    /// <summary>Reads their last words.</summary>
    /// <param name="host">The host.</param>
    /// <param name="engines">The containers.</param>
    /// <param name="running">The proxies that run. One without a worker is just being started, again perhaps.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<FailedProxy>> ReadAsync(
        IHost host, EngineFacts engines, IReadOnlyList<RunningProxy> running, CancellationToken cancellationToken)
    {
        HashSet<(string, string)> up = [.. running.Where(p => p is { LoadedAt: not null, Container: not null }).Select(p => (p.Engine!, p.Container!))];
        IEnumerable<Container> ended = engines.Containers.Where(c => c.Command == "nginx" && !up.Contains((c.Engine, c.Name)) && HasFailed(c))
            .OrderByDescending(c => c.StartedAt).Take(MostContainers);

        // Side by side: an engine that does not answer is waited for once.
        FailedProxy?[] failed = await Task.WhenAll(ended.Select(c => ReadAsync(host, engines, c, cancellationToken)));
        return [.. failed.OfType<FailedProxy>()];
    }

    private static async Task<FailedProxy?> ReadAsync(IHost host, EngineFacts engines, Container container, CancellationToken cancellationToken) =>
        engines.Engines.FirstOrDefault(e => e.Name == container.Engine) is { } engine
        && await ContainerLog.ReadAsync(host, engine, container, null, cancellationToken) is { } text
        && NginxErrorLog.Parse(text) is [.., { Level: Fatal } last]
            ? new FailedProxy { Program = "nginx", Engine = container.Engine, Container = container.Name, Reason = last } : null;

    /// <summary>Ended with an error, or is being started.</summary>
    private static bool HasFailed(Container container) => container.IsRunning || container.State == ContainerState.Restarting
        || (container.State is ContainerState.Exited or ContainerState.Dead && container.ExitCode != 0);
}
