using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

/// <summary>What the kernel says of interfaces and routing.</summary>
public sealed record LinkFacts
{
    /// <summary>Interfaces, by index.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Their addresses.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses { get; init; } = [];

    /// <summary>Routes of all tables.</summary>
    public IReadOnlyList<Route> Routes { get; init; } = [];

    /// <summary>Rules that choose routing tables; null when they were not read.</summary>
    public IReadOnlyList<RoutingRule>? RoutingRules { get; init; }

    /// <summary>Neighbours.</summary>
    public IReadOnlyList<Neighbour> Neighbours { get; init; } = [];
}
