using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>
/// Puts the members of named sets into the rules that ask them, as long as they are few and stay: so that who reads a rule sees what
/// it is about. Rules are read before this, because a set may stand behind them, and a rule anywhere in the table may add to it.
/// </summary>
internal sealed class NftSetMembers
{
    // A block list may have a hundred thousand addresses; copied into every rule they would fill the memory.
    private const int MostMembers = 512;

    private readonly Dictionary<(FirewallTable Table, string Name), IReadOnlyList<SetElement>> _sets = [];
    private readonly Dictionary<RuleMatch, RuleMatch> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>For these sets.</summary>
    public NftSetMembers(IEnumerable<FirewallSet> sets)
    {
        foreach (FirewallSet set in sets)
        {
            if (set is { Table: FirewallTable table, Changes: false, Elements: { Count: <= MostMembers } elements }
                && !HasOtherwise(elements))
            {
                _sets[(table, set.Name)] = elements;
            }
        }
    }

    /// <summary>The rule with the members of its sets.</summary>
    public FirewallRule Complete(FirewallRule rule)
    {
        List<RuleMatch>? matches = null;
        for (int at = 0; at < rule.Matches.Count; at++)
        {
            RuleMatch match = rule.Matches[at];
            if (match is { Field: RuleField.Set, SetName: string name, Parts: not null }
                && _sets.TryGetValue((rule.Table, name), out IReadOnlyList<SetElement>? members))
            {
                matches ??= [.. rule.Matches];
                matches[at] = WithMembers(match, members);
            }
        }

        if (matches is null)
        {
            return rule;
        }

        return rule with { Matches = matches, Target = rule.Target ?? Verdicts(rule) };
    }

    // The entry of a map for every other key leaves no condition that values could tell.
    private static bool HasOtherwise(IReadOnlyList<SetElement> elements) => elements.Any(element => element.Key == "*");

    private RuleMatch WithMembers(RuleMatch match, IReadOnlyList<SetElement> members)
    {
        if (!_known.TryGetValue(match, out RuleMatch? full))
        {
            bool isSingle = match.Parts!.Count == 1;
            full = match with
            {
                Field = isSingle ? match.Parts[0] : RuleField.Concatenation,
                Parts = isSingle ? null : match.Parts,
                Values = [.. members.Select(member => member.Key)],
            };
            _known[match] = full;
        }

        return full;
    }

    // "docker0 : jump CHAIN, lo : accept"
    private string? Verdicts(FirewallRule rule) => rule is { Action: RuleAction.VerdictMap, Map.Name: string name }
        && _sets.TryGetValue((rule.Table, name), out IReadOnlyList<SetElement>? members)
            ? string.Join(", ", members.Select(member => $"{member.Key} : {member.Value}"))
            : null;
}
