using ContainerNet.Model;

namespace ContainerNet.Collection;

/// <summary>Lays newer facts of some kinds over a snapshot.</summary>
public static class SnapshotUpdate
{
    /// <summary>What has to be read together, so that the facts of one snapshot fit each other: the namespaces of containers are
    /// visited with their listeners, and who listens is known by the containers; so is where a proxy runs.</summary>
    public static FactKinds Whole(FactKinds kinds)
    {
        const FactKinds OfContainers = FactKinds.Engines | FactKinds.Listeners | FactKinds.HostListeners | FactKinds.Links | FactKinds.Proxies;
        return (kinds & (FactKinds.Engines | FactKinds.Listeners | FactKinds.HostListeners)) != FactKinds.None
            ? kinds | OfContainers
            : kinds;
    }

    /// <summary>The older snapshot with the newer one's facts of the kinds that it collected.</summary>
    public static Snapshot Over(Snapshot older, Snapshot newer)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        FactKinds kinds = newer.Collected;
        Snapshot result = older with
        {
            CollectedAt = newer.CollectedAt,
            Gaps = [.. older.Gaps.Where(g => (g.Facts & ~kinds) != FactKinds.None), .. newer.Gaps],
        };
        if (Has(kinds, FactKinds.Engines | FactKinds.Listeners))
        {
            result = result with
            {
                Engines = newer.Engines,
                Networks = newer.Networks,
                Containers = newer.Containers,
                Namespaces = newer.Namespaces,
                HostListeners = newer.HostListeners,
                Forwarders = newer.Forwarders,
                Connections = newer.Connections,
            };
        }

        if (Has(kinds, FactKinds.Settings))
        {
            result = result with { Settings = newer.Settings };
        }

        if (Has(kinds, FactKinds.Links))
        {
            result = result with
            {
                Links = newer.Links,
                Addresses = newer.Addresses,
                Routes = newer.Routes,
                RoutingRules = newer.RoutingRules,
                Neighbours = newer.Neighbours,
            };
        }

        if (Has(kinds, FactKinds.Firewall | FactKinds.Firewall6))
        {
            result = result with { Chains = newer.Chains, Sets = newer.Sets };
        }

        if (Has(kinds, FactKinds.Firewalld))
        {
            result = result with { Firewalld = newer.Firewalld };
        }

        if (Has(kinds, FactKinds.Proxies))
        {
            result = result with { Proxies = newer.Proxies, FailedProxies = newer.FailedProxies };
        }

        return Has(kinds, FactKinds.Units)
            ? result with { Units = newer.Units, ContainerUnits = newer.ContainerUnits, Journal = newer.Journal } : result;
    }

    private static bool Has(FactKinds kinds, FactKinds all) => (kinds & all) == all;
}
