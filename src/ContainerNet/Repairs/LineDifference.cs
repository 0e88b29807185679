using System.Globalization;
using System.Text;

namespace ContainerNet.Repairs;

/// <summary>What changes in a text, line by line.</summary>
internal static class LineDifference
{
    /// <summary>Beyond so many pairs of lines nothing is looked for that stays.</summary>
    private const long PairLimit = 16_000_000;

    /// <summary>The difference in words: what stays is left out, "-" goes and "+" comes. Small edits are told well, and a text that has nothing
    /// in common with the other as a whole.</summary>
    public static string Of(string before, string after)
    {
        string[] old = before.Split('\n');
        string[] now = after.Split('\n');
        if ((long)old.Length * now.Length > PairLimit)
        {
            return after;
        }

        StringBuilder text = new();
        int oldLine = 0, newLine = 0;
        foreach ((char kind, string line) in Lines(old, now))
        {
            oldLine += kind == '+' ? 0 : 1;
            newLine += kind == '-' ? 0 : 1;
            _ = kind == ' ' ? text : text.Append(CultureInfo.InvariantCulture, $"{(kind == '-' ? oldLine : newLine)}: {kind} {line}\n");
        }

        return text.ToString();
    }

    /// <summary>Every line with what becomes of it (' ', '-', '+'), by the longest run of lines that stay.</summary>
    public static List<(char Kind, string Line)> Lines(ReadOnlySpan<string> before, ReadOnlySpan<string> after)
    {
        int head = before.CommonPrefixLength(after);
        int tail = 0;
        while (tail < before.Length - head && tail < after.Length - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        List<(char Kind, string Line)> lines = [];
        Add(lines, ' ', before[..head]);
        AddMiddle(lines, before[head..^tail], after[head..^tail]);
        Add(lines, ' ', before[^tail..]);
        return lines;
    }

    private static void AddMiddle(List<(char Kind, string Line)> lines, ReadOnlySpan<string> old, ReadOnlySpan<string> now)
    {
        if ((long)old.Length * now.Length > PairLimit)
        {
            Add(lines, '-', old);
            Add(lines, '+', now);
            return;
        }

        int[,] common = Common(old, now);
        int i = 0, j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                lines.Add((' ', old[i++]));
                j++;
            }
            else if (i < old.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(('-', old[i++]));
            }
            else
            {
                lines.Add(('+', now[j++]));
            }
        }
    }

    private static void Add(List<(char Kind, string Line)> lines, char kind, ReadOnlySpan<string> added)
    {
        foreach (string line in added)
        {
            lines.Add((kind, line));
        }
    }

    /// <summary>The length of the longest common subsequence of what follows two places.</summary>
    private static int[,] Common(ReadOnlySpan<string> old, ReadOnlySpan<string> now)
    {
        int[,] length = new int[old.Length + 1, now.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
            {
                length[i, j] = old[i] == now[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        return length;
    }
}
