using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>What is missing or out of order in Docker's own nftables table of one family, as one transaction.</summary>
internal static class NftChainDiff
{
    /// <summary>The step; none when all is there.</summary>
    /// <exception cref="ContainerNetException">A chain that must change holds what could not be written back: RepairUnsupported.</exception>
    public static IReadOnlyList<RepairStep> Steps(
        NftLayout layout, AddressFamily family, Snapshot facts, IReadOnlyList<ExpectedRule> gone)
    {
        FirewallTable table = new(FirewallBackend.Nftables, family == AddressFamily.IPv4 ? "ip" : "ip6", NftLayout.Table);
        Dictionary<string, FirewallChain> now = facts.Chains.Where(c => c.Table == table)
            .ToDictionary(c => c.Name, StringComparer.Ordinal);
        ILookup<string, ExpectedRule> expected = layout.Rules.ToLookup(rule => rule.Chain, StringComparer.Ordinal);
        List<ChainChange> changes =
        [
            .. layout.Chains
                .Select(chain => Merge(
                    chain.Name, now.GetValueOrDefault(chain.Name), [.. expected[chain.Name]],
                    [.. gone.Where(rule => rule.Chain == chain.Name).Select(rule => rule.Text)]))
                .Where(change => !change.IsEmpty),
        ];
        List<FirewallSet> maps = [.. (facts.Sets ?? []).Where(set => set.Table == table)];
        List<string> newMaps = [.. NftLayout.Maps.Where(map => !maps.Exists(set => set.Name == map))];
        List<MapChange> elements =
        [
            .. layout.Elements
                .Select(element => new MapChange(element.Map, element.Key, ValueOf(maps, element.Map, element.Key), element.Value))
                .Where(change => change.Before != change.After),
        ];
        if (changes.Count == 0 && newMaps.Count == 0 && elements.Count == 0)
        {
            return [];
        }

        foreach (ChainChange change in changes.Where(change => !change.IsNew))
        {
            RequireWritable(now[change.Chain]);
        }

        NftScript script = new(table, layout.Chains, now, changes, newMaps, elements, isNew: now.Count == 0 && maps.Count == 0);
        return [Step(table, changes, elements, script)];
    }

    private static ChainChange Merge(
        string chain, FirewallChain? now, IReadOnlyList<ExpectedRule> expected, HashSet<string> gone)
    {
        HashSet<string> ports = [.. expected.Select(rule => PortOf(rule.Text)).OfType<string>()];
        IReadOnlyList<string>? before = now is null ? null : [.. now.Rules.Select(rule => rule.Text)];
        return ChainMerge.Merge(
            chain, before, [.. expected.Select(rule => AsPrinted(rule, before ?? []))], exact: false,
            text => gone.Contains(text) || (PortOf(text) is { } port && ports.Contains(port)));
    }

    /// <summary>nft up to 1.0 prints the members of a set in no order: such a rule is the one with the same members.</summary>
    private static ExpectedRule AsPrinted(ExpectedRule rule, IReadOnlyList<string> before) => rule.Text.Contains('{', StringComparison.Ordinal)
        && before.FirstOrDefault(text => SetOrder.Of(text) == rule.Text) is { } printed ? rule with { Text = printed } : rule;

    /// <summary>What a translation is for, without where it leads: with another end it is a rule of a container that is gone.</summary>
    private static string? PortOf(string text)
    {
        int end = text.IndexOf(" counter dnat to ", StringComparison.Ordinal);
        return end < 0 ? null : text[..end];
    }

    private static string? ValueOf(List<FirewallSet> maps, string map, string key) => maps.Find(set => set.Name == map)?.Elements?
        .FirstOrDefault(element => string.Equals(element.Key, key, StringComparison.Ordinal))?.Value;

    private static void RequireWritable(FirewallChain chain)
    {
        if (chain.Rules.FirstOrDefault(rule => !rule.Understood || rule.Handle is null) is { } odd)
        {
            throw new ContainerNetException(
                Problem.RepairUnsupported, chain.Name,
                $"Chain {chain.Name} of table {chain.Table.Name} holds a rule that could not be written back as it was: {odd.Text}. "
                + "Remove it, or run 'systemctl restart docker', which writes the whole table anew.");
        }
    }

    private static CommandStep Step(
        FirewallTable table, List<ChainChange> changes, List<MapChange> elements, NftScript script)
    {
        int added = changes.Sum(change => change.Added.Count);
        int removed = changes.Sum(change => change.Removed.Count);
        string chains = string.Join(", ", changes.Select(change => change.IsNew ? $"{change.Chain} (new)" : change.Chain));
        string what = string.Join(" and ", new[] { (added, "rule"), (elements.Count, "entry of a map") }
            .Where(part => part.Item1 > 0).Select(part => DockerChainDiff.Amount(part.Item1, part.Item2)));
        bool takesOnly = what.Length == 0 && removed > 0;
        string description = (takesOnly
                ? $"Take {DockerChainDiff.Amount(removed, "stale rule")} out of"
                : $"Put {(what.Length > 0 ? what : "the maps")} into")
            + $" table {table.Family} {table.Name} in one transaction{(chains.Length > 0 ? ": " + chains : "")}"
            + (removed > 0 && !takesOnly ? $"; {removed} that stand in the wrong place or are stale go" : "");
        return new CommandStep
        {
            Description = description,
            Risk = "None for running containers: no rule of others changes, established connections stay.",
            Command = Run(script.Forward()),
            Inverse = Run(script.Back()),
            Before = [.. script.Checks(isAfter: false)],
            After = [.. script.Checks(isAfter: true)],
        };
    }

    private static CommandLine Run(string script) => new()
    {
        Arguments = ["nft", "--file", "-"],
        Input = script,
        Limit = TimeSpan.FromSeconds(30),
    };
}
