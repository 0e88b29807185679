using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>
/// Lays what iptables-save printed beside what nft lists of the same tables: the n-th rule of a chain is the n-th in both.
/// That gives the handles, and it uncovers what iptables-save hides: of a rule that nft wrote into a table of iptables, such as
/// "tcp dport { 80, 443 } drop", iptables 1.8.9 to 1.8.13 print "-p tcp -j DROP", without a word about the ports.
/// </summary>
internal sealed class RuleTwins
{
    private readonly Dictionary<(string Family, string Table, string Chain), FirewallChain> _listed = [];

    /// <summary>With the chains that nft lists.</summary>
    public RuleTwins(IEnumerable<FirewallChain> listed)
    {
        foreach (FirewallChain chain in listed)
        {
            _listed[Key(chain)] = chain;
        }
    }

    /// <summary>True when a chain has another number of rules in one than in the other: the rules changed in between.</summary>
    public bool Moved { get; private set; }

    /// <summary>The chain with handles, its hidden conditions put back.</summary>
    public FirewallChain Join(FirewallChain saved)
    {
        if (saved.Table.Backend != FirewallBackend.IptablesNft || !_listed.TryGetValue(Key(saved), out FirewallChain? twin))
        {
            return saved;
        }

        if (twin.Rules.Count != saved.Rules.Count)
        {
            Moved = true;
            return saved;
        }

        List<FirewallRule> rules = new(saved.Rules.Count);
        for (int at = 0; at < saved.Rules.Count; at++)
        {
            rules.Add(Join(saved.Rules[at], twin.Rules[at]));
        }

        return saved with { Handle = twin.Handle, Rules = rules };
    }

    /// <summary>Chains in tables of iptables that iptables-save cannot print, such as a base chain of another name.</summary>
    public IEnumerable<FirewallChain> Unprinted(IReadOnlyList<FirewallChain> saved, string family)
    {
        HashSet<(string, string, string)> printed = [.. saved.Where(c => c.Table.Backend == FirewallBackend.IptablesNft).Select(Key)];
        foreach (FirewallChain chain in _listed.Values)
        {
            if (chain.Table.Family == family && NftReader.IsIptables(chain.Table) && !printed.Contains(Key(chain)))
            {
                FirewallTable table = chain.Table with { Backend = FirewallBackend.IptablesNft };
                yield return chain with { Table = table, Rules = [.. chain.Rules.Select(rule => rule with { Table = table })] };
            }
        }
    }

    private static FirewallRule Join(FirewallRule saved, FirewallRule twin)
    {
        if (!Hides(saved, twin))
        {
            return saved with { Handle = twin.Handle };
        }

        return twin with { Table = saved.Table, Owner = saved.Owner, Packets = saved.Packets, Bytes = saved.Bytes };
    }

    // What iptables wrote itself has extensions in JSON as {"xt": ...}, which say nothing; but all that nft does show must
    // have its counterpart in the text of iptables-save.
    private static bool Hides(FirewallRule saved, FirewallRule twin)
    {
        bool decides = twin.Action is not (RuleAction.Unknown or RuleAction.Continue);
        if (decides && (twin.Action != saved.Action
            || (twin.Action is RuleAction.Jump or RuleAction.Goto && twin.Target != saved.Target)))
        {
            return true;
        }

        int unexplained = saved.Matches.Count(match => twin.Match(match.Field) is null || match.Field == RuleField.Unknown);
        foreach (RuleMatch match in twin.Matches)
        {
            if (match.Field == RuleField.Unknown)
            {
                // Such as an address with a mask of holes, which the model has on one side only.
                if (!match.Value.StartsWith("xt ", StringComparison.Ordinal) && --unexplained < 0)
                {
                    return true;
                }
            }
            else if (saved.Match(match.Field) is null)
            {
                return true;
            }
        }

        return false;
    }

    private static (string Family, string Table, string Chain) Key(FirewallChain chain) =>
        (chain.Table.Family, chain.Table.Name, chain.Name);
}
