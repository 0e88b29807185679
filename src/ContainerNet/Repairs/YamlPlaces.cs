using ContainerNet.Model.Yaml;

namespace ContainerNet.Repairs;

/// <summary>Places in the text of a YAML file, for edits that leave the rest of it as it is.</summary>
internal static class YamlPlaces
{
    /// <summary>An entry with what goes with it: its lines, or in braces its comma. The first entry of a list's item shares its line with the
    /// dash, which stays.</summary>
    public static (int Start, int End) Whole(string text, YamlMapping mapping, YamlEntry entry)
    {
        int start = entry.Key.Start.Offset;
        if (mapping.IsFlow)
        {
            int index = mapping.Written.ToList().IndexOf(entry);
            return index > 0 ? (mapping.Written[index - 1].End, entry.End)
                : mapping.Written.Count > 1 ? (start, mapping.Written[1].Key.Start.Offset) : (start, entry.End);
        }

        int line = StartOfLine(text, start);
        return (text[line..start].Trim().Length == 0 ? line : start, AfterLine(text, entry.End));
    }

    /// <summary>Where the line of a place begins.</summary>
    public static int StartOfLine(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    /// <summary>Where the line of a place ends, before its line break and behind its comment.</summary>
    public static int EndOfLine(string text, int at)
    {
        int end = text.IndexOf('\n', at) is >= 0 and int found ? found : text.Length;
        return end > 0 && end < text.Length && text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>Where the line behind that of a place begins.</summary>
    public static int AfterLine(string text, int at) => text.IndexOf('\n', at) is >= 0 and int found ? found + 1 : text.Length;
}
