using System.Globalization;
using System.Text;

namespace ContainerNet.Cli;

/// <summary>Makes text from containers, files and programs safe to print.</summary>
internal static class TerminalText
{
    /// <summary>The text with every character that steers a terminal, or turns the direction of writing, made visible.
    /// Line feeds and tabs stay.</summary>
    internal static string Clean(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        StringBuilder clean = new(text.Length + 8);
        foreach (char character in text)
        {
            if (IsUnsafe(character))
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                clean.Append(character);
            }
        }

        return clean.ToString();
    }

    private static bool IsUnsafe(char character) => character is not ('\n' or '\t')
        && (char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
