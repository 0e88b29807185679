using System.Collections.Concurrent;
using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources;
using ContainerNet.Sources.Engines;
using ContainerNet.Sources.Namespaces;
using ContainerNet.Sources.Proc;

namespace ContainerNet.Collection;

/// <summary>Visits each network namespace of running containers once: who listens there, and, where they are wanted, its
/// interfaces, routes and chains.</summary>
internal sealed class NamespaceSources(IHost host, SourceRunner run, CollectOptions options)
{
    private readonly ConcurrentDictionary<string, Container> _containers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, NetworkNamespace> _namespaces = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Gap> _gaps = new();
    private readonly ConcurrentQueue<(string Container, string Reason)> _failures = new();

    private bool WantsNetwork => options.Kinds.HasFlag(FactKinds.Listeners | FactKinds.Links);

    internal async Task<ContainerFacts> ReadAsync(Task<EngineFacts> reading)
    {
        IReadOnlyList<Container> containers = EndedContainers.Mark(host, await reading);
        return await run.RunAsync(
            FactKinds.Listeners, "listeners of containers", new ContainerFacts(containers, null),
            () => ReadAsync(containers));
    }

    private async Task<Reading<ContainerFacts>> ReadAsync(IReadOnlyList<Container> containers)
    {
        Dictionary<string, List<Container>> sharing = new(StringComparer.Ordinal);
        foreach (Container container in containers.Where(c => c.IsRunning && c.ProcessId > 0))
        {
            string name = NamespaceOf(container);
            if (!sharing.TryGetValue(name, out List<Container>? members))
            {
                sharing[name] = members = [];
            }

            members.Add(container);
        }

        string? own = host.ReadLink("/proc/1/ns/net") ?? host.ReadLink("/proc/self/ns/net");
        List<Place> places = [.. sharing.Select(p => new Place(p.Key, p.Value, PartsOf(p.Key, p.Value, own)))];
        IReadOnlyList<NamespaceAnswers>? answers = host.AskNamespaces(
            [.. places.Select(p => NamespaceReader.Questions(p.Members[0].ProcessId, p.Parts))]);
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(
            () =>
            {
                for (int index = Interlocked.Increment(ref next); index < places.Count; index = Interlocked.Increment(ref next))
                {
                    run.Token.ThrowIfCancellationRequested();
                    Read(places[index], answers?[index]);
                }
            },
            run.Token)));
        await ReadRulesAsync(sharing);
        return new Reading<ContainerFacts>(
            new ContainerFacts([.. containers.Select(c => _containers.GetValueOrDefault(c.Id, c))], Namespaces(sharing)),
            [.. _gaps, .. Missing()]);
    }

    /// <summary>The host's own interfaces and rules are read elsewhere.</summary>
    private NamespaceParts PartsOf(string id, List<Container> members, string? own)
    {
        if (!WantsNetwork || members[0].IsHostNetwork || string.Equals(id, own, StringComparison.Ordinal))
        {
            return NamespaceParts.Listeners;
        }

        return NamespaceParts.Listeners | NamespaceParts.Network
            | (options.Kinds.HasFlag(FactKinds.Firewall) ? NamespaceParts.Chains : NamespaceParts.None);
    }

    private void Read(Place place, NamespaceAnswers? answers)
    {
        NamespaceReading reading = answers is null
            ? new NamespaceReading()
            : NamespaceReader.Read(host, place.Id, place.Members, place.Parts, answers);
        if (reading.Namespace is not null)
        {
            _namespaces[place.Id] = reading.Namespace;
        }

        if (reading.Failure is not null && place.Parts != NamespaceParts.Listeners)
        {
            _failures.Enqueue((place.Members[0].Name, reading.Failure));
        }

        AddListeners(place.Members, reading.Listeners);
    }

    /// <summary>Containers that share a namespace share its listeners; each gets the list under its own name.</summary>
    private void AddListeners(List<Container> members, IReadOnlyList<NetlinkMessage>? tcp)
    {
        Container first = members[0];
        bool nameAll = options.NameEveryListener;
        Reading<IReadOnlyList<ContainerListener>> reading =
            ListenerReader.Read(host, first.ProcessId, first.Name, resolveProcesses: nameAll, tcp);
        if (!nameAll && members.Exists(c => !IsServed(c, reading.Value)))
        {
            reading = ListenerReader.Read(host, first.ProcessId, first.Name, resolveProcesses: true, tcp);
        }

        foreach (Gap gap in reading.Gaps)
        {
            _gaps.Enqueue(gap);
        }

        // Not read at all is null, which is not the same as nobody listening.
        bool unread = reading.Gaps.Count > 0 && reading.Value.Count == 0;
        foreach (Container container in members)
        {
            _containers[container.Id] = container with
            {
                Listeners = unread ? null : [.. reading.Value.Select(l => l with { Container = container.Name })],
            };
        }
    }

    /// <summary>Programs are started for it, so few at a time.</summary>
    private Task ReadRulesAsync(Dictionary<string, List<Container>> sharing)
    {
        IEnumerable<NetworkNamespace> wanted = _namespaces.Values.Where(n => n.Chains?.Count > 0
            && (NamespaceRules.AreWanted(n) || n.Containers.Intersect(options.RulesOf, StringComparer.Ordinal).Any()));
        ParallelOptions few = new()
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = run.Token,
        };
        List<NetworkNamespace> all = [.. wanted];
        return all.Count == 0 ? Task.CompletedTask : Parallel.ForEachAsync(all, few, async (network, token) =>
        {
            Reading<NetworkNamespace> reading = await NamespaceRules.ReadAsync(
                host, sharing[network.Id][0].ProcessId, network, token);
            _namespaces[network.Id] = reading.Value;
            foreach (Gap gap in reading.Gaps)
            {
                _gaps.Enqueue(gap);
            }
        });
    }

    /// <summary>In the order of the containers; null when they were not asked for, or none of several could be read.</summary>
    private List<NetworkNamespace>? Namespaces(Dictionary<string, List<Container>> sharing) =>
        !WantsNetwork || (_namespaces.IsEmpty && sharing.Count > 0)
            ? null
            : [.. sharing.Keys.Select(id => _namespaces.GetValueOrDefault(id)).OfType<NetworkNamespace>()];

    private IEnumerable<Gap> Missing() => _failures.IsEmpty ? [] :
    [
        new Gap
        {
            Facts = FactKinds.Links,
            Source = $"network namespaces of {_failures.Count} containers",
            Reason = $"{_failures.First().Container}: {_failures.First().Reason}",
            Remedy = host.IsRoot ? "Look again; the container may have ended meanwhile." : "Run as root.",
            Partial = true,
        },
    ];

    /// <summary>Does somebody listen on every address behind each published port, so that nobody will be named? In the
    /// host's own namespace the processes tell whose socket it is.</summary>
    private static bool IsServed(Container container, IReadOnlyList<ContainerListener> listeners) =>
        !container.IsHostNetwork && container.ActivePorts.All(port => listeners.Any(l =>
            l.Port == port.ContainerPort && l.Protocol == port.Protocol && l.IsAny));

    /// <summary>The namespace's inode, or the process where it may not be read.</summary>
    private string NamespaceOf(Container container)
    {
        string process = string.Create(CultureInfo.InvariantCulture, $"/proc/{container.ProcessId}");
        return host.ReadLink($"{process}/ns/net") ?? process;
    }

    /// <summary>A namespace to visit.</summary>
    private sealed record Place(string Id, List<Container> Members, NamespaceParts Parts);
}
