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
                group.Chain, own ? now : now ?? [], group.Rules, exact, StaleDnat.Among(group.Rules));
            if (!change.IsEmpty)
            {
                changes.Add(change);
            }
        }

        return changes;
    }

    /// <summary>The expected rules by chain; chains of the engine without rules are there too.</summary>
    private static List<(string Table, string Chain, List<ExpectedRule> Rules)> Groups(ExpectedRules expected)
    {
        ILookup<(string Table, string Chain), ExpectedRule> rules = expected.Rules.ToLookup(r => (r.Table, r.Chain));
        return [.. expected.Chains.Concat(rules.Select(g => g.Key)).Distinct().Select(c => (c.Table, c.Chain, rules[c].ToList()))];
    }

    /// <summary>"1 rule", "2 rules", "2 entries of a map".</summary>
    public static string Amount(int count, string what)
    {
        string[] words = what.Split(' ', 2);
        string noun = count == 1 ? words[0] : words[0].EndsWith('y') ? words[0][..^1] + "ies" : words[0] + "s";
        return string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(words.Length > 1 ? " " + words[1] : "")}");
    }

    private static CommandStep Step(
        string table, IReadOnlyList<ChainChange> changes, RestoreTool tool, Snapshot facts, bool dropForward)
    {
        int added = changes.Sum(c => c.Added.Count);
        int removed = changes.Sum(c => c.Removed.Count);
        string chains = string.Join(", ", changes.Select(c => c.IsNew ? $"{c.Chain} (new)" : c.Chain));
        return new CommandStep
        {
            Description = $"Put {Amount(added, "rule")} into table {table} ({tool.FamilyName}) in one transaction: {chains}"
                + (removed > 0 ? $"; {removed} that stand in the wrong place or are stale go" : "")
                + (dropForward ? "; policy of FORWARD to DROP, as the engine sets it" : ""),
            Risk = "None for running containers: no rule of others changes, established connections stay.",
            Command = tool.Restore(RestoreScript.Forward(table, changes, dropForward ? "DROP" : null)),
            Inverse = tool.Restore(RestoreScript.Back(table, changes, dropForward ? "ACCEPT" : null)),
            Before = [.. changes.Select(c => tool.CheckOf(facts, table, c)).OfType<CommandCheck>()],
        };
    }
}
