using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Writes what a rule means in one line, so that a table of meanings can be read and compared.</summary>
internal static class RuleSketch
{
    public static string Of(FirewallRule rule)
    {
        List<string> parts = [];
        int effect = 0;
        IReadOnlyList<RuleEffect> effects = rule.Effects ?? [];
        for (int at = 0; at <= rule.Matches.Count; at++)
        {
            for (; effect < effects.Count && effects[effect].AfterMatches <= at; effect++)
            {
                parts.Add(Of(effects[effect]));
            }

            if (at < rule.Matches.Count)
            {
                parts.Add(Of(rule.Matches[at]));
            }
        }

        parts.Add(rule.Action + (rule.Target is null ? "" : $"({rule.Target})"));
        if (rule.Map is RuleMap map)
        {
            string entries = map.Name is null
                ? string.Join(" ", map.Elements.Select(element => $"<{element.Key}>={element.Value}"))
                : "@" + map.Name;
            parts.Add($"map {string.Join('.', map.Key)}{(map.Modulus > 0 ? $" mod {map.Modulus}" : "")} {entries}");
        }

        return string.Join("; ", parts);
    }

    private static string Of(RuleMatch match) =>
        $"{(match.Negated ? "not " : "")}{match.Field}{(match.SetName is null ? "" : $" @{match.SetName}")}"
        + $"{(match.Parts is null ? "" : $" [{string.Join('.', match.Parts)}]")} = {string.Join(" | ", match.Values)}";

    private static string Of(RuleEffect effect) => effect.Mark is RuleMark mark
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{{{mark.Target} keep {mark.Keep:x}{(mark.Source is null ? "" : $" from {mark.Source} & {mark.SourceMask:x}")} xor {mark.Xor:x}}}")
        : $"{{{effect.Kind}{(effect.Text.Length > 0 ? ": " + effect.Text : "")}}}";
}
