using System.Text;

namespace ContainerNet.Paths.Requests;

/// <summary>The fixed text that a pattern with a caret begins with. It spares trying thousands of patterns of which few can fit.</summary>
internal static class PcreBeginning
{
    /// <summary>That text, of ASCII only; "" when there is none, or it is not certain.</summary>
    public static string Of(string pattern)
    {
        // Of an alternative beside the whole pattern the caret says nothing.
        if (!pattern.StartsWith('^') || HasAlternative(pattern))
        {
            return "";
        }

        StringBuilder text = new();
        int at = 1;
        while (at < pattern.Length)
        {
            bool isEscape = pattern[at] == '\\' && at + 1 < pattern.Length;
            char ch = isEscape ? pattern[at + 1] : pattern[at];
            bool isLiteral = char.IsAscii(ch) && !char.IsControl(ch) && (isEscape ? !char.IsAsciiLetterOrDigit(ch) : !IsSpecial(ch));
            if (!isLiteral)
            {
                break;
            }

            int next = at + (isEscape ? 2 : 1);
            if (next < pattern.Length && pattern[next] is '*' or '+' or '?' or '{')
            {
                break;
            }

            text.Append(ch);
            at = next;
        }

        return text.ToString();
    }

    private static bool IsSpecial(char ch) => ch is '\\' or '.' or '*' or '+' or '?' or '{' or '}' or '(' or ')' or '[' or ']' or '|' or '^' or '$';

    /// <summary>Is there a bar outside all groups? Where there are classes, in which a bar is a letter, any bar counts.</summary>
    private static bool HasAlternative(string pattern)
    {
        int depth = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '[':
                    return pattern.Contains('|', StringComparison.Ordinal);
                case '|' when depth <= 0:
                    return true;
            }
        }

        return false;
    }
}
