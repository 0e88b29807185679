namespace ContainerNet.Comparing;

/// <summary>The text of a value as people read it: of lists only what differs.</summary>
internal static class ValueText
{
    private const int MostLines = 4;
    private const int ShortDigest = 12;

    /// <summary>Of the reference's value, and of the values that differ from it.</summary>
    public static string Of(FactKey key, string value, string reference, bool isReference)
    {
        if (key.Area is FactArea.Image)
        {
            return Image(value);
        }

        if (key.Area is not (FactArea.Rules or FactArea.Set or FactArea.Route or FactArea.ProxyRoute))
        {
            return value.Length > 0 ? value : key.Area is FactArea.Container or FactArea.Network or FactArea.Engine ? "not there" : "none";
        }

        string[] lines = Lines(value);
        if (isReference)
        {
            return lines.Length switch { 0 => "none", 1 => lines[0], int count => $"{count} lines" };
        }

        string[] known = Lines(reference);
        List<string> more = [.. Without(lines, known).Select(l => $"+ {l}")];
        List<string> missing = [.. Without(known, lines).Select(l => $"- {l}")];
        List<string> all = [.. more, .. missing];
        return all.Count == 0 ? "another order"
            : string.Join('\n', all.Take(MostLines)) + (all.Count > MostLines ? $"\n and {all.Count - MostLines} more" : "");
    }

    private static string[] Lines(string value) => value.Length == 0 ? [] : value.Split('\n');

    private static List<string> Without(string[] lines, string[] others)
    {
        List<string> left = [.. lines];
        foreach (string line in others)
        {
            left.Remove(line);
        }

        return left;
    }

    /// <summary>As docker shows it: twelve digits.</summary>
    private static string Image(string value)
    {
        int digest = value.LastIndexOf(" sha256:", StringComparison.Ordinal);
        return digest < 0 ? value : $"{value[..digest]} {value[(digest + 8)..][..Math.Min(ShortDigest, value.Length - digest - 8)]}";
    }
}
