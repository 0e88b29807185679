using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>One object for equal conditions: of the conditions of fifty thousand rules, few are unlike.</summary>
internal sealed class MatchPool
{
    private readonly Dictionary<string, Entry> _known = new(StringComparer.Ordinal);

    /// <summary>The condition that an option makes; null when no value could be.</summary>
    public RuleMatch? Get(MatchOption option, string value, bool negated)
    {
        _known.TryGetValue(value, out Entry? first);
        for (Entry? entry = first; entry is not null; entry = entry.Next)
        {
            if (entry.Option == option && entry.Negated == negated)
            {
                return entry.Match;
            }
        }

        Entry made = new(option, negated, Make(option, value, negated), first);
        _known[value] = made;
        return made.Match;
    }

    private static RuleMatch? Make(MatchOption option, string value, bool negated) =>
        option.Read(value) is not IReadOnlyList<string> values ? null : new RuleMatch
        {
            Field = option.Field,
            Values = values,
            Negated = negated,
            SetName = option.Form == MatchForm.Set ? value[..value.LastIndexOf(' ')] : null,
        };

    private sealed record Entry(MatchOption Option, bool Negated, RuleMatch? Match, Entry? Next);
}
