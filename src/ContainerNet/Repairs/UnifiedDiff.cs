using System.Text;

namespace ContainerNet.Repairs;

/// <summary>Writes the difference of two texts as diff -u does, so that patch takes it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The difference; "" when there is none.</summary>
    public static string Of(string oldName, string newName, string before, string after)
    {
        if (before == after)
        {
            return "";
        }

        List<(char Kind, string Line)> lines = LineDifference.Lines(Split(before), Split(after));
        StringBuilder diff = new($"--- {oldName}\n+++ {newName}\n");
        int oldLine = 1;
        int newLine = 1;
        for (int i = 0; i < lines.Count;)
        {
            if (lines[i].Kind == ' ')
            {
                (oldLine, newLine, i) = (oldLine + 1, newLine + 1, i + 1);
                continue;
            }

            int start = Math.Max(0, i - Context);
            int end = EndOf(lines, i);
            oldLine -= i - start;
            newLine -= i - start;
            List<(char Kind, string Line)> hunk = lines[start..end];
            int olds = hunk.Count(l => l.Kind != '+');
            int news = hunk.Count(l => l.Kind != '-');
            diff.Append($"@@ -{Range(oldLine, olds)} +{Range(newLine, news)} @@\n");
            foreach ((char kind, string line) in hunk)
            {
                diff.Append(kind).Append(line).Append(line.EndsWith('\n') ? "" : "\n\\ No newline at end of file\n");
            }

            (oldLine, newLine, i) = (oldLine + olds, newLine + news, end);
        }

        return diff.ToString();
    }

    private static string Range(int start, int count) => count == 1 ? $"{start}" : count == 0 ? $"{start - 1},0" : $"{start},{count}";

    /// <summary>Where the piece ends that holds a change: changes that are near each other share one.</summary>
    private static int EndOf(List<(char Kind, string Line)> lines, int change)
    {
        int last = change;
        for (int i = change; i < lines.Count && i - last <= 2 * Context; i++)
        {
            last = lines[i].Kind == ' ' ? last : i;
        }

        return Math.Min(lines.Count, last + 1 + Context);
    }

    private static string[] Split(string text)
    {
        List<string> lines = [];
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start) is >= 0 and int found ? found + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return [.. lines];
    }
}
