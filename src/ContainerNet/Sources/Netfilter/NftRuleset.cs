using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Everything that nf_tables holds, tables of iptables-nft included.</summary>
/// <param name="Chains">All chains, each with <see cref="FirewallBackend.Nftables"/>.</param>
internal sealed record NftRuleset(IReadOnlyList<FirewallChain> Chains)
{
    private static readonly HashSet<string> s_iptablesTables = ["filter", "nat", "mangle", "raw", "security"];

    /// <summary>Tables that iptables-nft would list: family ip or ip6 and one of its five names.</summary>
    public static bool IsIptablesTable(FirewallTable table) =>
        table.Family is "ip" or "ip6" && s_iptablesTables.Contains(table.Name);
}
