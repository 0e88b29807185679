using System.Collections.Concurrent;
using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources;
using ContainerNet.Sources.Engines;
using ContainerNet.Sources.Proc;

namespace ContainerNet.Collection;

/// <summary>Reads who listens: in each network namespace of containers once, and on the host.</summary>
internal static class ListenerSources
{
    internal static async Task<IReadOnlyList<Container>> OfContainersAsync(
        IHost host, SourceRunner run, Task<EngineFacts> reading)
    {
        IReadOnlyList<Container> containers = (await reading).Containers;
        return await run.Run(FactKinds.Listeners, "listeners of containers", containers, () => Read(host, containers));
    }

    /// <summary>Sockets of the host; processes are looked for only behind the ports that a container wants and has not
    /// got, for a search goes through every process of the machine.</summary>
    internal static async Task<IReadOnlyList<ContainerListener>> OfHostAsync(
        IHost host, SourceRunner run, Task<EngineFacts> reading)
    {
        IReadOnlyList<ContainerListener> listeners = await run.Run<IReadOnlyList<ContainerListener>>(
            FactKinds.HostListeners, "listeners of the host", [],
            () => ListenerReader.Read(host, processId: 1, container: null, resolveProcesses: false));
        HashSet<int> missing = [.. (await reading).Containers
            .Where(c => !c.IsRunning)
            .SelectMany(c => c.PortBindings)
            .Select(b => b.HostPort)];
        return missing.Overlaps(listeners.Select(l => l.Port))
            ? await run.Run(
                FactKinds.HostListeners, "owners of ports", listeners,
                () => new Reading<IReadOnlyList<ContainerListener>>(
                    ListenerReader.ResolveOwners(host, listeners, missing), []))
            : listeners;
    }

    private static Reading<IReadOnlyList<Container>> Read(IHost host, IReadOnlyList<Container> containers)
    {
        Dictionary<string, Container> readers = new(StringComparer.Ordinal);
        string[] namespaces = new string[containers.Count];
        for (int index = 0; index < containers.Count; index++)
        {
            Container container = containers[index];
            if (container.IsRunning && container.ProcessId > 0)
            {
                namespaces[index] = NamespaceOf(host, container);
                readers.TryAdd(namespaces[index], container);
            }
        }

        ConcurrentDictionary<string, Reading<IReadOnlyList<ContainerListener>>> readings = new(StringComparer.Ordinal);
        Parallel.ForEach(readers, reader => readings[reader.Key] = ListenerReader.Read(
            host, reader.Value.ProcessId, reader.Value.Name, resolveProcesses: true));
        return new Reading<IReadOnlyList<Container>>(
            [.. containers.Select((c, index) => namespaces[index] is null
                ? c
                : c with { Listeners = Own(c, readings[namespaces[index]]) })],
            [.. readings.Values.SelectMany(r => r.Gaps)]);
    }

    /// <summary>The namespace's inode, or the process where it may not be read.</summary>
    private static string NamespaceOf(IHost host, Container container)
    {
        string process = string.Create(CultureInfo.InvariantCulture, $"/proc/{container.ProcessId}");
        return host.ReadLink($"{process}/ns/net") ?? process;
    }

    /// <summary>A namespace is read under the name of one of its containers; each gets the list under its own. One that
    /// could not be read at all is null, which is not the same as nobody listening.</summary>
    private static IReadOnlyList<ContainerListener>? Own(Container container, Reading<IReadOnlyList<ContainerListener>> found) =>
        found.Gaps.Count > 0 && found.Value.Count == 0
            ? null
            : [.. found.Value.Select(l => l.Container == container.Name ? l : l with { Container = container.Name })];
}
