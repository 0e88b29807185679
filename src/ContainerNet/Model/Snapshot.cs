using System.Globalization;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Model;

/// <summary>One host at one moment: everything that checks and walks may look at. Immutable.</summary>
public sealed record Snapshot
{
    /// <summary>Version of this shape in files; raised when a reader of the earlier shape would be wrong.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The version that this program writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The machine.</summary>
    public required HostInfo Host { get; init; }

    /// <summary>When it was looked at.</summary>
    public required DateTimeOffset CollectedAt { get; init; }

    /// <summary>The kinds of facts that were asked for.</summary>
    public FactKinds Collected { get; init; } = FactKinds.All;

    /// <summary>Engines that answered.</summary>
    public IReadOnlyList<ContainerEngine> Engines { get; init; } = [];

    /// <summary>Their networks.</summary>
    public IReadOnlyList<ContainerNetwork> Networks { get; init; } = [];

    /// <summary>Their containers.</summary>
    public IReadOnlyList<Container> Containers { get; init; } = [];

    /// <summary>Kernel settings that matter for containers.</summary>
    public IReadOnlyList<KernelSetting> Settings { get; init; } = [];

    /// <summary>Interfaces.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Addresses of the interfaces.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses { get; init; } = [];

    /// <summary>Routes.</summary>
    public IReadOnlyList<Route> Routes { get; init; } = [];

    /// <summary>Neighbours.</summary>
    public IReadOnlyList<Neighbour> Neighbours { get; init; } = [];

    /// <summary>Chains of every backend and family that was read.</summary>
    public IReadOnlyList<FirewallChain> Chains { get; init; } = [];

    /// <summary>Named sets and maps of nf_tables, and sets of ipset that rules name; null in snapshots of an earlier version.</summary>
    public IReadOnlyList<FirewallSet>? Sets { get; init; }

    /// <summary>Rules that choose routing tables; null when they were not read.</summary>
    public IReadOnlyList<RoutingRule>? RoutingRules { get; init; }

    /// <summary>The namespaces of running containers; null when they were not read.</summary>
    public IReadOnlyList<NetworkNamespace>? Namespaces { get; init; }

    /// <summary>Tracked connections whose destination is rewritten to a container's network; null when they were not read.</summary>
    public IReadOnlyList<TrackedConnection>? Connections { get; init; }

    /// <summary>What connection tracking counted; null when it was not read or the kernel does not tell.</summary>
    public ConnectionCounters? ConnectionCounters { get; init; }

    /// <summary>firewalld; null when it is not installed or was not looked at.</summary>
    public Firewalld? Firewalld { get; init; }

    /// <summary>Units of engines and firewalls.</summary>
    public IReadOnlyList<SystemdUnit> Units { get; init; } = [];

    /// <summary>Services that run containers, the system's and those of users; null in snapshots of an earlier version.</summary>
    public IReadOnlyList<ContainerUnit>? ContainerUnits { get; init; }

    /// <summary>Lines of the journal near a change.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    /// <summary>Sockets that listen in the host's namespace.</summary>
    public IReadOnlyList<ContainerListener> HostListeners { get; init; } = [];

    /// <summary>Processes that forward published ports.</summary>
    public IReadOnlyList<HostProcess> Forwarders { get; init; } = [];

    /// <summary>Reverse proxies that run; null in snapshots of an earlier version.</summary>
    public IReadOnlyList<RunningProxy>? Proxies { get; init; }

    /// <summary>Reverse proxies in containers that did not come up; null in snapshots of an earlier version.</summary>
    public IReadOnlyList<FailedProxy>? FailedProxies { get; init; }

    /// <summary>What could not be looked at.</summary>
    public IReadOnlyList<Gap> Gaps { get; init; } = [];

    /// <summary>Were all facts of these kinds collected, with no gap that leaves them out?</summary>
    public bool Has(FactKinds kinds) => (Collected & kinds) == kinds
        && !Gaps.Any(g => !g.Partial && (g.Facts & kinds) != FactKinds.None);

    /// <summary>The chain of that name, or null.</summary>
    public FirewallChain? Chain(FirewallBackend backend, string family, string table, string name) =>
        Chains.FirstOrDefault(c => c.Table == new FirewallTable(backend, family, table)
            && string.Equals(c.Name, name, StringComparison.Ordinal));

    /// <summary>The setting with that key, or null when it was not read.</summary>
    public KernelSetting? Setting(string key) =>
        Settings.FirstOrDefault(s => string.Equals(s.Key, key, StringComparison.Ordinal));

    /// <summary>The value of the setting with that key, or null when it was not read or is no number from 0 on.</summary>
    public long? SettingNumber(string key) => long.TryParse(
        Setting(key)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    /// <summary>The interface of that name, or null.</summary>
    public Link? Link(string name) => Links.FirstOrDefault(l => string.Equals(l.Name, name, StringComparison.Ordinal));

    /// <summary>The unit of that name, or null.</summary>
    public SystemdUnit? Unit(string name) =>
        Units.FirstOrDefault(u => string.Equals(u.Name, name, StringComparison.Ordinal));
}
