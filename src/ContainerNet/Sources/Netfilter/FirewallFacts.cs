using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>The rules of a host.</summary>
/// <param name="Chains">The chains of all backends with their rules.</param>
/// <param name="Sets">The named sets and maps of nf_tables, and the sets of ipset that rules name.</param>
public sealed record FirewallFacts(IReadOnlyList<FirewallChain> Chains, IReadOnlyList<FirewallSet> Sets)
{
    /// <summary>No rules.</summary>
    public static FirewallFacts None { get; } = new([], []);
}
