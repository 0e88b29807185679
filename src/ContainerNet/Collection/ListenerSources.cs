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
        IHost host, SourceRunner run, CollectOptions options, Task<EngineFacts> reading)
    {
        IReadOnlyList<Container> containers = (await reading).Containers;
        return await run.RunAsync(
            FactKinds.Listeners, "listeners of containers", containers,
            () => ReadAsync(host, containers, options.NameEveryListener, run.Token));
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

    private static async Task<Reading<IReadOnlyList<Container>>> ReadAsync(
        IHost host, IReadOnlyList<Container> containers, bool nameAll, CancellationToken cancellationToken)
    {
        Dictionary<string, List<Container>> sharing = new(StringComparer.Ordinal);
        foreach (Container container in containers.Where(c => c.IsRunning && c.ProcessId > 0))
        {
            string name = NamespaceOf(host, container);
            if (!sharing.TryGetValue(name, out List<Container>? members))
            {
                sharing[name] = members = [];
            }

            members.Add(container);
        }

        ConcurrentQueue<List<Container>> waiting = new(sharing.Values);
        ConcurrentDictionary<string, Container> read = new(StringComparer.Ordinal);
        ConcurrentQueue<Gap> gaps = new();
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(
            () =>
            {
                while (waiting.TryDequeue(out List<Container>? members))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Read(host, members, nameAll, read, gaps);
                }
            },
            cancellationToken)));
        return new Reading<IReadOnlyList<Container>>(
            [.. containers.Select(c => read.GetValueOrDefault(c.Id, c))], [.. gaps]);
    }

    /// <summary>Containers that share a namespace share its listeners; each gets the list under its own name.</summary>
    private static void Read(
        IHost host, List<Container> members, bool nameAll, ConcurrentDictionary<string, Container> read, ConcurrentQueue<Gap> gaps)
    {
        Container first = members[0];
        Reading<IReadOnlyList<ContainerListener>> reading =
            ListenerReader.Read(host, first.ProcessId, first.Name, resolveProcesses: nameAll);
        if (!nameAll && members.Exists(c => !IsServed(c, reading.Value)))
        {
            reading = ListenerReader.Read(host, first.ProcessId, first.Name, resolveProcesses: true);
        }

        foreach (Gap gap in reading.Gaps)
        {
            gaps.Enqueue(gap);
        }

        // Not read at all is null, which is not the same as nobody listening.
        bool unread = reading.Gaps.Count > 0 && reading.Value.Count == 0;
        foreach (Container container in members)
        {
            read[container.Id] = container with
            {
                Listeners = unread ? null : [.. reading.Value.Select(l => l with { Container = container.Name })],
            };
        }
    }

    /// <summary>Does somebody listen on every address behind each published port, so that nobody will be named? In the
    /// host's own namespace the processes tell whose socket it is.</summary>
    private static bool IsServed(Container container, IReadOnlyList<ContainerListener> listeners) =>
        !container.IsHostNetwork && container.ActivePorts.All(port => listeners.Any(l =>
            l.Port == port.ContainerPort && l.Protocol == port.Protocol && l.IsAny));

    /// <summary>The namespace's inode, or the process where it may not be read.</summary>
    private static string NamespaceOf(IHost host, Container container)
    {
        string process = string.Create(CultureInfo.InvariantCulture, $"/proc/{container.ProcessId}");
        return host.ReadLink($"{process}/ns/net") ?? process;
    }
}
