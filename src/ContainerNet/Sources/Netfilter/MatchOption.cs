using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>An option of an iptables match that we understand.</summary>
/// <param name="Field">What it looks at; null for the comment, which is no condition.</param>
/// <param name="Values">How many words follow it.</param>
/// <param name="List">Is the value a list with commas, any of which satisfies it?</param>
/// <param name="Lower">Is it written in capitals where nft and the model have small letters?</param>
internal readonly record struct MatchOption(RuleField? Field, int Values = 1, bool List = false, bool Lower = false)
{
    /// <summary>The values as the model holds them.</summary>
    public IReadOnlyList<string> Read(string value)
    {
        string text = Lower ? value.ToLowerInvariant() : value;
        return List && text.Contains(',', StringComparison.Ordinal) ? text.Split(',') : [text];
    }
}
