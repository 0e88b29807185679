using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Which side of a rate a rule is for.</summary>
internal static class RateText
{
    private static readonly string[] s_over =
    [
        " over ", "--hashlimit-above ", "--connlimit-above ", "! --quota ",
    ];

    /// <summary>Does it hold beyond the rate, not within it? Snapshots of an earlier version say so in the text only.</summary>
    public static bool IsOver(RuleMatch match)
    {
        string text = $" {match.Value} ";
        return match.Negated || s_over.Any(word => text.Contains(word, StringComparison.Ordinal));
    }
}
