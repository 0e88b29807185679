using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>What is missing or out of order in the rules of one family, as steps: one transaction a table.</summary>
internal static class DockerChainDiff
{
    private static readonly string[] s_tables = ["raw", "mangle", "filter", "nat"];

    /// <summary>The steps; empty when every expected rule is there, in an order that works.</summary>
    public static IReadOnlyList<RepairStep> Steps(ExpectedRules expected, Snapshot facts)
    {
        RestoreTool tool = RestoreTool.For(facts, expected.Family);

        // Rules out of rank mean that somebody replayed the set in another order, as an engine does when firewalld
        // reloads. Then the order of a host that was never damaged is restored everywhere; else rules that stand stay.
        List<(string Table, string Chain, List<ExpectedRule> Rules)> groups = Groups(expected);
        bool exact = groups.Exists(g => tool.RulesOf(facts, g.Table, g.Chain) is { } now
            && ChainMerge.IsOutOfOrder(now, g.Rules));
        List<RepairStep> steps = [];
        foreach (string table in s_tables)
        {
            List<ChainChange> changes = ChangesOf(groups.Where(g => g.Table == table), expected, facts, tool, exact);
            if (changes.Count > 0)
            {
                bool wiped = string.Equals(table, "filter", StringComparison.Ordinal)
                    && tool.RulesOf(facts, table, "FORWARD") is null;
                steps.Add(Step(table, changes, tool, facts, dropForward: wiped && expected.DropForward));
            }
        }

        return steps;
    }

    private static List<ChainChange> ChangesOf(
        IEnumerable<(string Table, string Chain, List<ExpectedRule> Rules)> groups,
        ExpectedRules expected, Snapshot facts, RestoreTool tool, bool exact)
    {
        List<ChainChange> changes = [];
        foreach ((string Table, string Chain, List<ExpectedRule> Rules) group in groups)
        {
            bool own = expected.Chains.Contains((group.Table, group.Chain));
            IReadOnlyList<string>? now = tool.RulesOf(facts, group.Table, group.Chain);
            ChainChange change = ChainMerge.Merge(
                group.Chain, own ? now : now ?? [], group.Rules, exact, IsStale(group.Table, group.Chain, group.Rules, expected.Gone));
            if (!change.IsEmpty)
            {
                changes.Add(change);
            }
        }

        return changes;
    }

    /// <summary>Is a rule an overruled version of an expected one, or one of a container that is gone?</summary>
    private static Func<string, bool> IsStale(
        string table, string chain, IReadOnlyList<ExpectedRule> rules, IReadOnlyList<ExpectedRule> gone)
    {
        Func<string, bool> stale = StaleDnat.Among(rules);
        HashSet<string> texts = [.. gone.Where(r => r.Table == table && r.Chain == chain).Select(r => r.Text)];
        return text => texts.Contains(text) || stale(text);
    }

    /// <summary>The expected rules by chain; chains of the engine without rules are there too, and those of rules that are gone.</summary>
    private static List<(string Table, string Chain, List<ExpectedRule> Rules)> Groups(ExpectedRules expected)
    {
        ILookup<(string Table, string Chain), ExpectedRule> rules = expected.Rules.ToLookup(r => (r.Table, r.Chain));
        return [.. expected.Chains.Concat(rules.Select(g => g.Key)).Concat(expected.Gone.Select(r => (r.Table, r.Chain))).Distinct().Select(c => (c.Table, c.Chain, rules[c].ToList()))];
    }

    /// <summary>"1 rule", "2 stale rules", "2 entries of a map": of means that the noun stands before it.</summary>
    public static string Amount(int count, string what)
    {
        int end = what.IndexOf(" of ", StringComparison.Ordinal);
        string noun = end < 0 ? what : what[..end];
        string many = count == 1 ? noun : noun.EndsWith('y') ? noun[..^1] + "ies" : noun + "s";
        return string.Create(CultureInfo.InvariantCulture, $"{count} {many}{(end < 0 ? "" : what[end..])}");
    }

    private static CommandStep Step(
        string table, IReadOnlyList<ChainChange> changes, RestoreTool tool, Snapshot facts, bool dropForward)
    {
        int added = changes.Sum(c => c.Added.Count);
        int removed = changes.Sum(c => c.Removed.Count);
        string chains = string.Join(", ", changes.Select(c => c.IsNew ? $"{c.Chain} (new)" : c.Chain));
        return new CommandStep
        {
            Description = (added == 0 && removed > 0
                    ? $"Take {Amount(removed, "stale rule")} out of table {table} ({tool.FamilyName}) in one transaction: {chains}"
                    : $"Put {Amount(added, "rule")} into table {table} ({tool.FamilyName}) in one transaction: {chains}"
                        + (removed > 0 ? $"; {removed} that stand in the wrong place or are stale go" : ""))
                + (dropForward ? "; policy of FORWARD to DROP, as the engine sets it" : ""),
            Risk = "None for running containers: no rule of others changes, established connections stay.",
            Command = tool.Restore(RestoreScript.Forward(table, changes, dropForward ? "DROP" : null)),
            Inverse = tool.Restore(RestoreScript.Back(table, changes, dropForward ? "ACCEPT" : null)),
            Before = [.. changes.Select(c => tool.CheckOf(facts, table, c)).OfType<CommandCheck>()],
        };
    }
}
