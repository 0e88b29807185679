using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>One object for equal conditions: of the conditions of fifty thousand rules, few are unlike. It forgets what a later one
/// takes the place of, as <see cref="WordPool"/> does.</summary>
internal sealed class MatchPool
{
    private const int Places = 2048;

    private readonly Entry[] _known = new Entry[Places];

    /// <summary>The condition that an option makes; null when no value could be.</summary>
    public RuleMatch? Get(MatchOption option, string value, bool negated)
    {
        ref Entry place = ref _known[HashCode.Combine(option.Field, negated, value) & (Places - 1)];
        if (place.Value != value || place.Option != option || place.Negated != negated)
        {
            place = new Entry(option, negated, value, Make(option, value, negated));
        }

        return place.Match;
    }

    private static RuleMatch? Make(MatchOption option, string value, bool negated) =>
        option.Read(value) is not IReadOnlyList<string> values ? null : new RuleMatch
        {
            Field = option.Field,
            Values = values,
            Negated = negated,
            SetName = option.Form == MatchForm.Set ? value[..value.LastIndexOf(' ')] : null,
        };

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(MatchOption Option, bool Negated, string? Value, RuleMatch? Match);
}
