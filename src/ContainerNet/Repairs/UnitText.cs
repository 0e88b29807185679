using System.Text.RegularExpressions;
using ContainerNet.Checks.Ports;

namespace ContainerNet.Repairs;

/// <summary>
/// The edit of a service's file (systemd.syntax(7)), or of the file that Quadlet makes a service of (podman-systemd.unit(5)): words of the
/// lines that say how the container is made. Comments, order and continued lines stay as they are.
/// </summary>
internal static partial class UnitText
{
    private const string Quadlet = ".container";

    /// <summary>The text with the edit; null when it does not have those words just once, each of them.</summary>
    public static string? Apply(string text, string file, UnitEdit edit)
    {
        string? edited = text;
        foreach ((IReadOnlyList<string> old, IReadOnlyList<string> other) in edit.Words)
        {
            edited = edited is null ? null : Replace(edited, old, other);
        }

        return edited is null || edit.Network is not { } mode ? edited
            : file.EndsWith(Quadlet, StringComparison.Ordinal) ? AddLine(edited, $"Network={mode}") : AddOption(edited, $"--network={mode}");
    }

    private static string? Replace(string text, IReadOnlyList<string> old, IReadOnlyList<string> other)
    {
        List<(int Start, int Length)> places = [.. Lines().Matches(text).SelectMany(l => PlacesOf(old, l.Value).Select(p => (l.Index + p.Start, p.Length)))];
        if (places is not [var (start, length)])
        {
            return null;
        }

        // What stands between two words stays, a line's end perhaps.
        string replaced = text.Substring(start, length);
        int at = 0;
        for (int i = 0; i < old.Count; i++)
        {
            at = replaced.IndexOf(old[i], at, StringComparison.Ordinal);
            replaced = $"{replaced[..at]}{other[i]}{replaced[(at + old[i].Length)..]}";
            at += other[i].Length;
        }

        return $"{text[..start]}{replaced}{text[(start + length)..]}";
    }

    /// <summary>Where the words stand behind each other in a line, whole.</summary>
    private static IEnumerable<(int Start, int Length)> PlacesOf(IReadOnlyList<string> words, string line)
    {
        for (int from = 0; line.IndexOf(words[0], from, StringComparison.Ordinal) is >= 0 and int start; from = start + 1)
        {
            int end = start + words[0].Length;
            for (int i = 1; end >= 0 && i < words.Count; i++)
            {
                Match gap = Gap().Match(line, end);
                end = gap.Success && string.CompareOrdinal(line, gap.Index + gap.Length, words[i], 0, words[i].Length) == 0
                    ? gap.Index + gap.Length + words[i].Length : -1;
            }

            if (end >= 0 && (start == 0 || line[start - 1] is ' ' or '\t' or '=' or '"' or '\'' or '\n') && (end == line.Length || line[end] is ' ' or '\t' or '"' or '\'' or '\r' or '\n'))
            {
                yield return (start, end - start);
            }
        }
    }

    private static string? AddLine(string text, string line)
    {
        Match section = Container().Match(text);
        return section.Success ? text.Insert(section.Index + section.Length, $"{NewLine.Of(text)}{line}") : null;
    }

    private static string? AddOption(string text, string option) => RunCommand().Matches(text) is [{ } run]
        ? text.Insert(run.Index + run.Length, $" {option}") : null;

    // A line with what continues it, of the keys that say how the container is made.
    [GeneratedRegex(@"^(?:ExecStart|Exec|PublishPort|Volume|Mount|Network|Environment|PodmanArgs)[ \t]*=(?:[^\n]*\\\r?\n)*[^\n]*", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex Lines();

    [GeneratedRegex(@"\G(?:[ \t]|\\\r?\n)+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Gap();

    [GeneratedRegex(@"^\[Container\][ \t]*", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex Container();

    [GeneratedRegex(@"^ExecStart[ \t]*=[^\s]*(?:podman|docker)(?:[ \t]|\\\r?\n)+(?:container(?:[ \t]|\\\r?\n)+)?run(?=[ \t\r\n\\])", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex RunCommand();
}
