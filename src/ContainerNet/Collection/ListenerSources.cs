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
        List<IGrouping<string, Container>> namespaces = [.. containers
            .Where(c => c.IsRunning && c.ProcessId > 0)
            .GroupBy(c => host.ReadLink(string.Create(CultureInfo.InvariantCulture, $"/proc/{c.ProcessId}/ns/net"))
                ?? string.Create(CultureInfo.InvariantCulture, $"process {c.ProcessId}"), StringComparer.Ordinal)];
        Dictionary<string, Reading<IReadOnlyList<ContainerListener>>> readings = namespaces
            .AsParallel()
            .Select(g => (Container: g.First(), Members: g))
            .Select(n => (n.Members, Reading: ListenerReader.Read(
                host, n.Container.ProcessId, n.Container.Name, resolveProcesses: true)))
            .SelectMany(n => n.Members.Select(c => (c.Id, n.Reading)))
            .ToDictionary(r => r.Id, r => r.Reading, StringComparer.Ordinal);

        return new Reading<IReadOnlyList<Container>>(
            [.. containers.Select(c => readings.TryGetValue(c.Id, out Reading<IReadOnlyList<ContainerListener>>? found)
                ? c with { Listeners = Own(c, found) }
                : c)],
            [.. readings.Values.Distinct().SelectMany(r => r.Gaps)]);
    }

    /// <summary>A namespace is read under the name of one of its containers; each gets the list under its own. One that
    /// could not be read at all is null, which is not the same as nobody listening.</summary>
    private static IReadOnlyList<ContainerListener>? Own(Container container, Reading<IReadOnlyList<ContainerListener>> found) =>
        found.Gaps.Count > 0 && found.Value.Count == 0
            ? null
            : [.. found.Value.Select(l => l.Container == container.Name ? l : l with { Container = container.Name })];
}
