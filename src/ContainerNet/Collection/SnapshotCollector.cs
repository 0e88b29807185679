using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Sources;
using ContainerNet.Sources.Engines;
using ContainerNet.Sources.Firewalld;
using ContainerNet.Sources.Netfilter;
using ContainerNet.Sources.Netlink;
using ContainerNet.Sources.Proc;
using ContainerNet.Sources.Systemd;

namespace ContainerNet.Collection;

/// <summary>Reads a host: all sources beside each other, and what one cannot read becomes a gap.</summary>
public sealed class SnapshotCollector(IHost host, CollectOptions? options = null)
{
    private readonly CollectOptions _options = Complete(options ?? new CollectOptions());

    /// <summary>Reads it now; once more when a container began while it was read, for what was read before knows nothing of its
    /// ports and rules.</summary>
    public async Task<Snapshot> CollectAsync(CancellationToken cancellationToken)
    {
        Snapshot facts = await ReadAsync(cancellationToken);
        return facts.Containers.Any(c => c.IsRunning && c.StartedAt >= facts.CollectedAt) ? await ReadAsync(cancellationToken) : facts;
    }

    private async Task<Snapshot> ReadAsync(CancellationToken cancellationToken)
    {
        SourceRunner run = new(_options, cancellationToken);
        DateTimeOffset now = host.Now;

        // Programs first: they take longest, and the rest is read while they work.
        Task<FirewallFacts> rules = run.RunAsync(
            FactKinds.Firewall | FactKinds.Firewall6, "firewall rules", FirewallFacts.None,
            () => FirewallReader.ReadAsync(host, _options.Kinds, cancellationToken));
        Task<EngineFacts> engines = run.RunAsync(
            FactKinds.Engines, "container engines", EngineFacts.None, () => EngineReader.ReadAsync(host, _options.Engine, cancellationToken));
        Task<IReadOnlyList<SystemdUnit>> units = run.RunAsync<IReadOnlyList<SystemdUnit>>(
            FactKinds.Units, "systemd units", [], () => UnitReader.ReadAsync(host, cancellationToken));
        Task<Firewalld?> firewalld = run.RunAsync<Firewalld?>(
            FactKinds.Firewalld, "firewalld", null, () => FirewalldReader.ReadAsync(host, cancellationToken));
        Task<LinkFacts> links = run.Run(FactKinds.Links | FactKinds.Settings, "interfaces", new LinkFacts(), () => LinkReader.Read(host));
        Task<IReadOnlyList<HostProcess>> forwarders = run.Run<IReadOnlyList<HostProcess>>(
            FactKinds.HostListeners, "forwarders", [], () => ForwarderReader.Read(host));
        Task<IReadOnlyList<JournalEntry>> journal = JournalAroundChangeAsync(run, units);
        Task<IReadOnlyList<KernelSetting>> settings = SettingSources.ReadAsync(host, run, _options, links);
        Task<ContainerFacts> containers = new NamespaceSources(host, run, _options).ReadAsync(engines);
        Task<IReadOnlyList<ContainerListener>> listeners = ListenerSources.OfHostAsync(host, run, engines, _options.OwnersOf);
        Task<IReadOnlyList<ContainerUnit>?> containerUnits = ContainerUnitsAsync(run, engines);
        Task<(IReadOnlyList<RunningProxy>? Running, IReadOnlyList<FailedProxy>? Failed)> proxies = ProxySources.ReadAsync(host, run, _options, engines);
        Task<ConnectionCounters?> counters = ConnectionSources.CountAsync(host, run);
        Task<IReadOnlyList<TrackedConnection>?> connections = ConnectionSources.ReadAsync(host, run, _options, engines);

        await Task.WhenAll(
            rules, engines, units, firewalld, links, forwarders, journal, settings, containers, listeners, connections, counters,
            containerUnits, proxies);
        LinkFacts network = await links;
        return new Snapshot
        {
            Host = HostInfoReader.Read(host),
            CollectedAt = now,
            Collected = _options.Kinds,
            Engines = (await engines).Engines,
            Networks = (await engines).Networks,
            Containers = WithFiles((await containers).Containers),
            Namespaces = (await containers).Namespaces,
            Settings = await settings,
            Links = network.Links,
            Addresses = network.Addresses,
            Routes = network.Routes,
            RoutingRules = network.RoutingRules,
            Neighbours = network.Neighbours,
            Chains = (await rules).Chains,
            Sets = (await rules).Sets,
            Connections = await connections,
            ConnectionCounters = await counters,
            Firewalld = await firewalld,
            Units = await units,
            ContainerUnits = await containerUnits,
            Journal = await journal,
            HostListeners = await listeners,
            Forwarders = await forwarders,
            Proxies = (await proxies).Running,
            FailedProxies = (await proxies).Failed,
            Gaps = run.Gaps,
        };
    }

    private IReadOnlyList<Container> WithFiles(IReadOnlyList<Container> containers) => _options.Kinds.HasFlag(FactKinds.Listeners)
        ? ContainerFiles.Read(host, containers) : containers;

    private async Task<IReadOnlyList<ContainerUnit>?> ContainerUnitsAsync(SourceRunner run, Task<EngineFacts> reading)
    {
        EngineFacts engines = await reading;
        return await run.RunAsync<IReadOnlyList<ContainerUnit>?>(
            FactKinds.Units, "systemd units of containers", null,
            async () =>
            {
                Reading<IReadOnlyList<ContainerUnit>> units = await ContainerUnitReader.ReadAsync(host, engines, _options.KeepTexts, run.Token);
                return new(units.Value, units.Gaps);
            });
    }

    private static CollectOptions Complete(CollectOptions options) =>
        (options.Kinds & (FactKinds.Listeners | FactKinds.Proxies)) == FactKinds.None
            ? options
            : options with { Kinds = options.Kinds | FactKinds.Engines };

    /// <summary>What the journal says about the last change of a firewall under a running engine. A host where the engine
    /// came up last has no such story, and is spared the search.</summary>
    private async Task<IReadOnlyList<JournalEntry>> JournalAroundChangeAsync(
        SourceRunner run, Task<IReadOnlyList<SystemdUnit>> reading)
    {
        IReadOnlyList<SystemdUnit> units = await reading;
        SystemdUnit? engine = units.FirstOrDefault(u => u is { Name: "docker.service", IsActive: true });
        SystemdUnit? change = units
            .Where(u => engine is not null && u != engine && u.IsActive
                && u.ActiveSinceMonotonicUs > engine.ActiveSinceMonotonicUs)
            .MaxBy(u => u.ActiveSinceMonotonicUs);
        if (engine is null || change?.ActiveSince is not DateTimeOffset around)
        {
            return [];
        }

        return await run.RunAsync<IReadOnlyList<JournalEntry>>(
            FactKinds.Units, "journal", [],
            () => JournalReader.ReadAsync(
                host, around, s_before, s_after, [engine.Name, change.Name], run.Token));
    }

    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_after = TimeSpan.FromSeconds(20);
}
