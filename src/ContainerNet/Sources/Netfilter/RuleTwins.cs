using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>
/// Lays what iptables-save printed beside what nft lists of the same tables: the n-th rule of a chain is the n-th in both.
/// That gives the handles, and it uncovers what iptables-save hides: of rules that nft wrote into a table of iptables,
/// iptables 1.8.9 to 1.8.13 print "tcp dport { 80, 443 } drop" as "-p tcp -j DROP" and "ip saddr @bad drop" as "-j DROP",
/// without a word; 1.8.9 also takes the range 192.0.2.0-192.0.2.9 for 192.0.2.9.
/// </summary>
internal sealed class RuleTwins
{
    private readonly Dictionary<(string Family, string Table, string Chain), FirewallChain> _listed;

    private readonly NftDump? _dump;

    /// <summary>With what nft lists, or nothing; and with what the kernel tells of the tables that nft was not asked for.</summary>
    public RuleTwins(NftRuleset? listed, NftDump? dump = null)
    {
        _listed = Index(listed?.Chains ?? []);
        _dump = dump;
    }

    /// <summary>True when a chain has another number of rules in one than in the other: the rules changed in between.</summary>
    public bool Moved { get; private set; }

    /// <summary>The chain with handles, its hidden conditions put back.</summary>
    public FirewallChain Join(FirewallChain saved)
    {
        if (saved.Table.Backend != FirewallBackend.IptablesNft)
        {
            return saved;
        }

        if (!_listed.TryGetValue(Key(saved), out FirewallChain? twin))
        {
            return _dump?.Find(saved) is DumpedChain dumped ? WithHandles(saved, dumped) : saved;
        }

        if (twin.Rules.Count != saved.Rules.Count)
        {
            Moved = true;
            return saved;
        }

        List<FirewallRule> rules = new(saved.Rules.Count);
        for (int at = 0; at < saved.Rules.Count; at++)
        {
            rules.Add(Join(saved, twin, at));
        }

        return saved with { Handle = twin.Handle, Rules = rules };
    }

    private FirewallChain WithHandles(FirewallChain saved, DumpedChain dumped)
    {
        if (dumped.Handles is not IReadOnlyList<long> handles)
        {
            return saved with { Handle = dumped.Handle };
        }

        if (handles.Count != saved.Rules.Count)
        {
            Moved = true;
            return saved;
        }

        FirewallRule[] rules = new FirewallRule[saved.Rules.Count];
        for (int at = 0; at < rules.Length; at++)
        {
            rules[at] = saved.Rules[at] with { Handle = handles[at] };
        }

        return saved with { Handle = dumped.Handle, Rules = rules };
    }

    /// <summary>Chains in tables of iptables that iptables-save cannot print, such as a base chain of another name.</summary>
    public IEnumerable<FirewallChain> Unprinted(IReadOnlyList<FirewallChain> saved, string family)
    {
        if (_listed.Count == 0)
        {
            yield break;
        }

        HashSet<(string, string, string)> printed = [.. saved.Where(c => c.Table.Backend == FirewallBackend.IptablesNft).Select(Key)];
        foreach (FirewallChain listed in _listed.Values)
        {
            if (listed.Table.Family == family && NftReader.IsIptables(listed.Table) && !printed.Contains(Key(listed)))
            {
                FirewallTable table = listed.Table with { Backend = FirewallBackend.IptablesNft };
                yield return listed with { Table = table, Rules = [.. listed.Rules.Select(rule => rule with { Table = table })] };
            }
        }
    }

    /// <summary>The set as one of a table of iptables, where it stands in one.</summary>
    public static FirewallSet Own(FirewallSet set) => set.Table is FirewallTable table && NftReader.IsIptables(table)
        ? set with { Table = table with { Backend = FirewallBackend.IptablesNft } }
        : set;

    private static FirewallRule Join(FirewallChain savedChain, FirewallChain twinChain, int at)
    {
        FirewallRule saved = savedChain.Rules[at];
        if (!Hides(saved, twinChain.Rules[at]))
        {
            return saved with { Handle = twinChain.Rules[at].Handle };
        }

        return twinChain.Rules[at] with { Table = saved.Table, Owner = saved.Owner, Packets = saved.Packets, Bytes = saved.Bytes };
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
            else if (saved.Match(match.Field) is not RuleMatch counterpart || !Agree(counterpart, match))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Agree(RuleMatch saved, RuleMatch listed)
    {
        if (listed.Field is not (RuleField.SourceAddress or RuleField.DestinationAddress or RuleField.SourcePort
            or RuleField.DestinationPort or RuleField.InputInterface or RuleField.OutputInterface))
        {
            return true;
        }

        return saved.Negated == listed.Negated && saved.Values.Count == listed.Values.Count
            && saved.Values.Zip(listed.Values).All(pair => Plain(pair.First, listed.Field) == Plain(pair.Second, listed.Field));
    }

    // "192.0.2.1/32" and "192.0.2.1", "80:90" and "80-90", "eth+" and "eth*".
    private static string Plain(string value, RuleField field) => field switch
    {
        RuleField.SourcePort or RuleField.DestinationPort => value.Replace(':', '-'),
        RuleField.InputInterface or RuleField.OutputInterface => value is [.., '+'] ? value[..^1] + "*" : value,
        _ when value.EndsWith("/32", StringComparison.Ordinal) && !value.Contains(':', StringComparison.Ordinal) => value[..^3],
        _ when value.EndsWith("/128", StringComparison.Ordinal) => value[..^4],
        _ => value,
    };

    private static Dictionary<(string Family, string Table, string Chain), FirewallChain> Index(IEnumerable<FirewallChain> chains)
    {
        Dictionary<(string Family, string Table, string Chain), FirewallChain> index = [];
        foreach (FirewallChain chain in chains)
        {
            index[Key(chain)] = chain;
        }

        return index;
    }

    private static (string Family, string Table, string Chain) Key(FirewallChain chain) =>
        (chain.Table.Family, chain.Table.Name, chain.Name);
}
