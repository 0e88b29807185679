using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>Facts of rules: each chain in pieces, by who wrote them and what they are about. Counters and handles do not count, nor does
/// the order in which an engine wrote the rules of its containers.</summary>
internal static class RuleFacts
{
    private const int MostLines = 2000;

    /// <summary>Every one, in roles.</summary>
    public static IEnumerable<KeyValuePair<FactKey, string>> Of(Snapshot facts, HostRoles roles)
    {
        foreach (FirewallChain chain in facts.Chains)
        {
            string name = NameOf(chain);
            if (chain.Policy is { } policy)
            {
                yield return new(new FactKey(FactArea.Policy, name, Owner: chain.Owner), policy.ToString());
            }

            foreach (IGrouping<FactKey, (FactKey Key, string Line)> same in chain.Rules.Take(MostLines)
                .Select(r => (Key: KeyOf(chain, r, roles, out string line), line)).GroupBy(r => r.Key, r => r))
            {
                IEnumerable<string> lines = same.Select(r => r.Line);
                yield return new(same.Key, string.Join('\n', IsEngine(same.Key.Owner) ? lines.Order(StringComparer.Ordinal) : lines));
            }
        }

        foreach (FirewallSet set in facts.Sets ?? [])
        {
            if (set is { Changes: false, Elements: { } elements })
            {
                yield return new(
                    new FactKey(FactArea.Set, NameOf(set)),
                    string.Join('\n', elements.Select(e => roles.Said(e.Value is null ? e.Key : $"{e.Key} : {e.Value}")).Order(StringComparer.Ordinal)));
            }
        }
    }

    /// <summary>"ip filter FORWARD".</summary>
    public static string NameOf(FirewallChain chain) => $"{chain.Table.Family} {chain.Table.Name} {chain.Name}"
        + (chain.Table.Backend == FirewallBackend.IptablesLegacy ? " (legacy)" : "");

    /// <summary>"inet firewalld blocked".</summary>
    public static string NameOf(FirewallSet set) => set.Table is { } table ? $"{table.Family} {table.Name} {set.Name}" : $"ipset {set.Name}";

    /// <summary>The piece of its chain that a rule belongs to.</summary>
    public static FactKey KeyOf(FirewallChain chain, FirewallRule rule, HostRoles roles, out string line)
    {
        line = roles.Said(rule.Text);
        string? container = HostRoles.ContainerIn(line);
        string? network = container is null ? HostRoles.NetworkIn(line) : null;
        RuleOwner owner = rule.Owner == RuleOwner.Unknown ? chain.Owner : rule.Owner;
        return new FactKey(FactArea.Rules, NameOf(chain), container, network, owner);
    }

    /// <summary>Does an engine write them?</summary>
    public static bool IsEngine(RuleOwner owner) => owner is RuleOwner.Docker or RuleOwner.Netavark;
}
