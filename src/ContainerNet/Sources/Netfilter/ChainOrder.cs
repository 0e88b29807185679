using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>
/// Chains in the order in which they were made, which decides between base chains of one hook and priority: the youngest is called
/// first (net/netfilter/core.c). nft lists tables by age. When the tables of iptables-legacy were made nobody tells; they are
/// taken for the oldest.
/// </summary>
internal static class ChainOrder
{
    /// <summary>The chains, those of older tables first; as they are where the tables were not read.</summary>
    public static IReadOnlyList<FirewallChain> ByAge(IReadOnlyList<FirewallChain> chains, IReadOnlyList<FirewallTable>? tables)
    {
        if (tables is null or { Count: 0 })
        {
            return chains;
        }

        Dictionary<(string Family, string Name), int> ages = [];
        foreach (FirewallTable table in tables)
        {
            ages.TryAdd((table.Family, table.Name), ages.Count);
        }

        return [.. chains.OrderBy(chain => chain.Table.Backend == FirewallBackend.IptablesLegacy
            ? -1 : ages.GetValueOrDefault((chain.Table.Family, chain.Table.Name), int.MaxValue))];
    }
}
