using System.Text;

namespace ContainerNet.Repairs;

/// <summary>What changes in a text, line by line: what stays is left out, "-" goes and "+" comes.</summary>
internal static class LineDifference
{
    private const int LongestText = 4000;

    /// <summary>The difference; small edits are told well, and a text that has nothing in common with the other as a whole.</summary>
    public static string Of(string before, string after)
    {
        string[] old = before.Split('\n');
        string[] now = after.Split('\n');
        StringBuilder text = new();
        if ((long)old.Length * now.Length > LongestText * (long)LongestText)
        {
            return after;
        }

        int[,] common = Common(old, now);
        int i = 0, j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                i++;
                j++;
            }
            else if (i < old.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1}: - {old[i++]}\n");
            }
            else
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{j + 1}: + {now[j++]}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The length of the longest common subsequence of what follows two places.</summary>
    private static int[,] Common(string[] old, string[] now)
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
