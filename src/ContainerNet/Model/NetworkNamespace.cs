namespace ContainerNet.Model;

/// <summary>A container's own network namespace as the kernel has it: not what the engine says, but what is there.</summary>
public sealed record NetworkNamespace
{
    /// <summary>The namespace: "net:[4026532281]".</summary>
    public required string Id { get; init; }

    /// <summary>The engine of the containers in it.</summary>
    public required string Engine { get; init; }

    /// <summary>Names of the containers in it; several share one with network mode container:ID.</summary>
    public required IReadOnlyList<string> Containers { get; init; }

    /// <summary>Its interfaces. <see cref="Link.PeerIndex"/> counts in the other end's namespace, mostly the host's;
    /// <see cref="Link.ReversePathFilter"/> is what the kernel uses here: the larger of that of all and the interface's
    /// own.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Their addresses.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses { get; init; } = [];

    /// <summary>Its routes.</summary>
    public IReadOnlyList<Route> Routes { get; init; } = [];

    /// <summary>Its routing rules.</summary>
    public IReadOnlyList<RoutingRule> RoutingRules { get; init; } = [];

    /// <summary>Its chains; null when it could not be told whether there are any. Where <see cref="FirewallChain.RulesUnread"/>
    /// is set on some, the base chains are all here and the others are not.</summary>
    public IReadOnlyList<FirewallChain>? Chains { get; init; }

    /// <summary>Its sets and maps; null when its rules were not read.</summary>
    public IReadOnlyList<FirewallSet>? Sets { get; init; }
}
