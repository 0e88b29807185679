using System.Text;

namespace ContainerNet.Sources;

/// <summary>Words of a tool, safe to show: what hosts name may hold anything.</summary>
internal static class ToolText
{
    private const int Longest = 300;

    /// <summary>One line, without control characters, at most 300 characters.</summary>
    public static string Clean(ReadOnlySpan<char> text)
    {
        StringBuilder clean = new(Math.Min(text.Length, Longest));
        foreach (char character in text.Trim())
        {
            if (clean.Length == Longest)
            {
                clean.Append('…');
                break;
            }

            clean.Append(char.IsControl(character) ? ' ' : character);
        }

        return clean.ToString();
    }

    /// <summary>The first line of what a tool said on standard error, or its exit status when it said nothing.</summary>
    public static string Reason(Hosting.CommandResult result)
    {
        foreach (ReadOnlySpan<char> line in result.Error.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
            {
                return Clean(line);
            }
        }

        return $"it ended with status {result.ExitCode}";
    }
}
