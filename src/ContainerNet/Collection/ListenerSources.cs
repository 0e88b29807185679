using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources;
using ContainerNet.Sources.Engines;
using ContainerNet.Sources.Proc;

namespace ContainerNet.Collection;

/// <summary>Reads who listens on the host.</summary>
internal static class ListenerSources
{
    /// <summary>Sockets of the host; processes are looked for only behind the ports that a container wants and has not
    /// got, or that somebody else asks for, for a search goes through every process of the machine.</summary>
    internal static async Task<IReadOnlyList<ContainerListener>> OfHostAsync(
        IHost host, SourceRunner run, Task<EngineFacts> reading, IReadOnlyList<int> wanted)
    {
        IReadOnlyList<ContainerListener> listeners = await run.Run<IReadOnlyList<ContainerListener>>(
            FactKinds.HostListeners, "listeners of the host", [],
            () => ListenerReader.Read(host, processId: 1, container: null, resolveProcesses: false));
        HashSet<int> missing = [.. (await reading).Containers
            .Where(c => !c.IsRunning)
            .SelectMany(c => c.PortBindings)
            .Select(b => b.HostPort), .. wanted];
        return missing.Overlaps(listeners.Select(l => l.Port))
            ? await run.Run(
                FactKinds.HostListeners, "owners of ports", listeners,
                () => new Reading<IReadOnlyList<ContainerListener>>(
                    ListenerReader.ResolveOwners(host, listeners, missing), []))
            : listeners;
    }
}
