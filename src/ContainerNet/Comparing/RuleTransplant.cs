using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>Puts rules of one host into another, in the names and addresses of that. Rules about what the other has not are left out.</summary>
internal static class RuleTransplant
{
    /// <summary>The host with the piece of a chain that a fact is about.</summary>
    public static Snapshot? Apply(FactKey key, HostCopy from, HostCopy into)
    {
        FirewallChain? source = Find(from.Facts.Chains, key);
        FirewallChain? target = Find(into.Facts.Chains, key);
        List<FirewallRule> rules = [.. (source?.Rules ?? []).Where(r => RuleFacts.KeyOf(source!, r, from.Roles, out _) == key)
            .Select(r => In(r, from, into)).OfType<FirewallRule>()];
        if (target is null)
        {
            return source is null ? null : into.Facts with { Chains = [.. into.Facts.Chains, source with { Rules = rules }] };
        }

        List<FirewallRule> others = [.. target.Rules.Where(r => RuleFacts.KeyOf(target, r, into.Roles, out _) != key)];
        int place = FirstOf(target.Rules, r => RuleFacts.KeyOf(target, r, into.Roles, out _) == key)
            ?? (source is null ? null : FirstOf(source.Rules, r => RuleFacts.KeyOf(source, r, from.Roles, out _) == key)) ?? 0;
        others.InsertRange(Math.Min(place, others.Count), rules);
        FirewallChain changed = target with { Rules = [.. others.Select((r, i) => r with { Number = i + 1 })] };
        return into.Facts with { Chains = [.. into.Facts.Chains.Select(c => ReferenceEquals(c, target) ? changed : c)] };
    }

    /// <summary>The host with the members of a set.</summary>
    public static Snapshot? ApplySet(FactKey key, HostCopy from, HostCopy into)
    {
        FirewallSet? source = from.Facts.Sets?.FirstOrDefault(s => RuleFacts.NameOf(s) == key.Name);
        if (source is null || into.Facts.Sets is not { } sets)
        {
            return null;
        }

        FirewallSet moved = source with { Elements = source.Elements is null ? null : [.. source.Elements.Select(e => In(e, from, into)).OfType<SetElement>()] };
        return into.Facts with { Sets = [.. sets.Where(s => RuleFacts.NameOf(s) != key.Name), moved] };
    }

    private static FirewallChain? Find(IReadOnlyList<FirewallChain> chains, FactKey key) => chains.FirstOrDefault(c => RuleFacts.NameOf(c) == key.Name);

    private static int? FirstOf(IReadOnlyList<FirewallRule> rules, Func<FirewallRule, bool> fits)
    {
        for (int i = 0; i < rules.Count; i++)
        {
            if (fits(rules[i]))
            {
                return i;
            }
        }

        return null;
    }

    private static FirewallRule? In(FirewallRule rule, HostCopy from, HostCopy into)
    {
        string? text = from.In(into, rule.Text);
        return text is null ? null : rule with
        {
            Text = text,
            Handle = null,
            Matches = [.. rule.Matches.Select(m => m with { Values = [.. m.Values.Select(v => from.In(into, v) ?? v)] })],
            Target = rule.Target is { } target ? from.In(into, target) : null,
            Map = rule.Map is { } map ? map with { Elements = [.. map.Elements.Select(e => In(e, from, into)).OfType<SetElement>()] } : null,
        };
    }

    private static SetElement? In(SetElement element, HostCopy from, HostCopy into) => from.In(into, element.Key) is { } key
        ? element with { Key = key, Value = element.Value is { } value ? from.In(into, value) : null } : null;
}
