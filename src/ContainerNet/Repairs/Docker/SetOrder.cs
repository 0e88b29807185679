namespace ContainerNet.Repairs.Docker;

/// <summary>Puts the members of sets in rules in order: nft up to 1.0 prints them as they come.</summary>
internal static class SetOrder
{
    /// <summary>A rule, or a listing of many.</summary>
    public static string Of(string text) => text.Contains("{ ", StringComparison.Ordinal)
        ? string.Join('\n', text.Split('\n').Select(Line))
        : text;

    private static string Line(string line)
    {
        int open = line.IndexOf("{ ", StringComparison.Ordinal);
        int close = line.IndexOf(" }", StringComparison.Ordinal);
        return open < 0 || close < open
            ? line
            : $"{line[..(open + 2)]}{string.Join(", ", line[(open + 2)..close].Split(", ").Order(StringComparer.Ordinal))}{line[close..]}";
    }
}
