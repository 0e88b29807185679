using System.Text.RegularExpressions;
using ContainerNet.Model.Visits;

namespace ContainerNet.Paths.Visits;

/// <summary>What a style sheet names: others that it imports, fonts and pictures.</summary>
internal static partial class StyleReader
{
    private const int Limit = 20;

    /// <summary>Reads it.</summary>
    public static IReadOnlyList<PageReference> Read(string style) => [.. Address().Matches(style).Take(Limit)
        .Select(m => new PageReference(m.Groups["import"].Success ? VisitKind.Style : VisitKind.StylePart, m.Groups["address"].Value.Trim()))
        .Where(r => r.Address.Length > 0)];

    [GeneratedRegex("""(?<import>@import\s{1,9})?(?:url\(\s{0,9}["']?(?<address>(?>[^"'()\s]{1,2000}))["']?\s{0,9}\)|(?<=@import\s{1,9})["'](?<address>(?>[^"'\s]{1,2000}))["'])""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Address();
}
