using System.Text;

namespace ContainerNet.Repairs.HostNetwork;

/// <summary>Writes the difference of two texts as diff -u does, so that patch takes it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Beyond so many pairs of lines the changed part is given as one piece.</summary>
    private const long PairLimit = 16_000_000;

    /// <summary>The difference; "" when there is none.</summary>
    public static string Of(string oldName, string newName, string before, string after)
    {
        if (before == after)
        {
            return "";
        }

        List<(char Kind, string Line)> lines = Lines(Split(before), Split(after));
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

    private static List<string> Split(string text)
    {
        List<string> lines = [];
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start) is >= 0 and int found ? found + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    /// <summary>Every line with what becomes of it, by the longest run of lines that stay.</summary>
    private static List<(char Kind, string Line)> Lines(List<string> before, List<string> after)
    {
        int head = 0;
        while (head < before.Count && head < after.Count && before[head] == after[head])
        {
            head++;
        }

        int tail = 0;
        while (tail < before.Count - head && tail < after.Count - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        List<string> olds = before[head..^tail];
        List<string> news = after[head..^tail];
        List<(char Kind, string Line)> middle = (long)olds.Count * news.Count > PairLimit
            ? [.. olds.Select(l => ('-', l)), .. news.Select(l => ('+', l))] : Longest(olds, news);
        return [.. before[..head].Select(l => (' ', l)), .. middle, .. before[(before.Count - tail)..].Select(l => (' ', l))];
    }

    private static List<(char Kind, string Line)> Longest(List<string> olds, List<string> news)
    {
        int[,] common = new int[olds.Count + 1, news.Count + 1];
        for (int i = olds.Count - 1; i >= 0; i--)
        {
            for (int j = news.Count - 1; j >= 0; j--)
            {
                common[i, j] = olds[i] == news[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        List<(char Kind, string Line)> lines = [];
        int a = 0;
        int b = 0;
        while (a < olds.Count || b < news.Count)
        {
            if (a < olds.Count && b < news.Count && olds[a] == news[b])
            {
                lines.Add((' ', olds[a++]));
                b++;
            }
            else if (a < olds.Count && (b == news.Count || common[a + 1, b] >= common[a, b + 1]))
            {
                lines.Add(('-', olds[a++]));
            }
            else
            {
                lines.Add(('+', news[b++]));
            }
        }

        return lines;
    }
}
