using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>What `nft -j list` says.</summary>
internal sealed record NftRuleset
{
    /// <summary>The tables, with <see cref="FirewallBackend.Nftables"/> as the backend, iptables' own among them.</summary>
    public IReadOnlyList<FirewallTable> Tables { get; init; } = [];

    /// <summary>The chains with their rules.</summary>
    public IReadOnlyList<FirewallChain> Chains { get; init; } = [];

    /// <summary>The named sets and maps.</summary>
    public IReadOnlyList<FirewallSet> Sets { get; init; } = [];

    /// <summary>What belongs to these tables.</summary>
    public NftRuleset Only(IReadOnlyCollection<FirewallTable> tables) => this with
    {
        Tables = [.. Tables.Where(tables.Contains)],
        Chains = [.. Chains.Where(chain => tables.Contains(chain.Table))],
        Sets = [.. Sets.Where(set => set.Table is FirewallTable table && tables.Contains(table))],
    };

    /// <summary>What is not as nft writes it, or null: then chains or rules may be missing.</summary>
    public string? Damage { get; init; }
}
