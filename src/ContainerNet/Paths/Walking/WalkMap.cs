using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>The host and its containers, made ready for walks: once a snapshot, however many packets.</summary>
internal sealed class WalkMap
{
    private readonly List<Place> _containers;
    private readonly Lazy<IReadOnlyList<VantageAddresses>> _outside;
    private readonly Dictionary<Place, PacketFilter> _filters = [];

    public WalkMap(Snapshot facts)
    {
        Facts = facts;
        _outside = new Lazy<IReadOnlyList<VantageAddresses>>(() => VantageAddresses.Choose(facts));
        Host = Place.OfHost(facts);
        _containers = [.. (facts.Namespaces ?? []).Select(n => Place.OfContainer(facts, n))];
        Wiring = new Wiring(facts, Host, _containers);
        OddChains = [.. facts.Chains.Where(c => c is { IsBase: true } && c.Rules.Count > 0
            && (c.Table.Family is "bridge" or "netdev" || c.Hook is "ingress" or "egress"))];
    }

    /// <summary>The facts.</summary>
    public Snapshot Facts { get; }

    /// <summary>The host's namespace.</summary>
    public Place Host { get; }

    /// <summary>The addresses of a client elsewhere and of the host as it sees it, one pair a family.</summary>
    public IReadOnlyList<VantageAddresses> Outside => _outside.Value;

    /// <summary>The cables between them.</summary>
    public Wiring Wiring { get; }

    /// <summary>Chains with rules at hooks that are not followed: of bridges, and before or behind everything else of a device.</summary>
    public IReadOnlyList<FirewallChain> OddChains { get; }

    /// <summary>The namespace of a container; null when it was not read. The host's for one on the host network.</summary>
    public Place? Of(Container container) => container.IsHostNetwork
        ? Host
        : _containers.Find(p => p.Containers.Contains(container.Name, StringComparer.Ordinal));

    /// <summary>What runs packets through the rules of a place, made when the first one comes.</summary>
    public PacketFilter FilterOf(Place place)
    {
        if (!_filters.TryGetValue(place, out PacketFilter? filter))
        {
            _filters[place] = filter = new PacketFilter(place.Rules);
        }

        return filter;
    }

    /// <summary>Do the hooks of IP see what crosses a bridge (br_netfilter)? Null when the settings were not read.</summary>
    public bool? SeesBridged(Link bridge, bool isIPv6)
    {
        if (!Facts.Has(FactKinds.Settings))
        {
            return null;
        }

        // Without the module there is no such setting, and the bridge's own switch means nothing.
        return Facts.Setting(isIPv6 ? "net.bridge.bridge-nf-call-ip6tables" : "net.bridge.bridge-nf-call-iptables")?.Value is { } value
            && (value != "0" || (isIPv6 ? bridge.CallsIPv6Rules : bridge.CallsIPv4Rules) == true);
    }
}
