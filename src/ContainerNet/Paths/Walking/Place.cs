using System.Runtime.CompilerServices;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>A network namespace that a packet may pass: its routing, its rules, who listens in it. Several threads may ask it.</summary>
internal sealed class Place
{
    private static readonly ConditionalWeakTable<Snapshot, Place> s_hosts = [];

    private readonly Lazy<RuleSet> _rules;

    private Place(
        string name, IReadOnlyList<Link> links, IReadOnlyList<InterfaceAddress> addresses, Routing routing, Func<RuleSet> rules)
    {
        Name = name;
        Links = links;
        Addresses = addresses;
        Routing = routing;
        _rules = new Lazy<RuleSet>(rules);
    }

    /// <summary>"host", or the name of a container.</summary>
    public string Name { get; }

    /// <summary>Is it the host's own?</summary>
    public bool IsHost => ReferenceEquals(Name, Hop.HostPlace);

    /// <summary>Every container in it.</summary>
    public IReadOnlyList<string> Containers { get; private init; } = [];

    /// <summary>Its interfaces.</summary>
    public IReadOnlyList<Link> Links { get; }

    /// <summary>Their addresses.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses { get; }

    /// <summary>Its routing.</summary>
    public Routing Routing { get; }

    /// <summary>Its rules, compiled when the first packet comes.</summary>
    public RuleSet Rules => _rules.Value;

    /// <summary>The chains; null when they were not read.</summary>
    public IReadOnlyList<FirewallChain>? Chains { get; private init; }

    /// <summary>Sockets that listen; null when they were not read.</summary>
    public IReadOnlyList<ContainerListener>? Listeners { get; private init; }

    /// <summary>The host: one place for a snapshot, whose rules are compiled once for all checks and all walks.</summary>
    public static Place OfHost(Snapshot facts) => s_hosts.GetValue(facts, NewHost);

    private static Place NewHost(Snapshot facts) => new(
        Hop.HostPlace, facts.Links, facts.Addresses,
        new Routing(facts.Links, facts.Addresses, facts.Routes, facts.RoutingRules, Switches.OfHost(facts)),
        () => RuleSet.Compile(facts.Chains, facts.Sets))
    {
        Chains = facts.Chains,
        Listeners = facts.Has(FactKinds.HostListeners) ? facts.HostListeners : null,
    };

    /// <summary>A container's namespace.</summary>
    public static Place OfContainer(Snapshot facts, NetworkNamespace space)
    {
        Container? first = facts.Containers.FirstOrDefault(c => c.IsRunning && c.Engine == space.Engine
            && space.Containers.Contains(c.Name, StringComparer.Ordinal));
        return new(
            space.Containers.Count > 0 ? space.Containers[0] : space.Id, space.Links, space.Addresses,
            new Routing(space.Links, space.Addresses, space.Routes, space.RoutingRules is [] ? null : space.RoutingRules,
                Switches.OfContainer),
            () => RuleSet.Compile(space.Chains ?? [], space.Sets))
        {
            Containers = space.Containers,
            Chains = space.Chains,
            Listeners = first?.Listeners,
        };
    }
}
