using ContainerNet.Model.Proxies;

namespace ContainerNet.Repairs.Proxy;

/// <summary>The smallest edit of a configuration file: lines are put into a block, or words of one line are replaced. Comments, order and
/// indentation stay. Null when the text is not as the configuration was read.</summary>
internal static class ConfigurationEdit
{
    private const string Indent = "    ";

    /// <summary>Puts directives at the beginning of the block that opens at a line.</summary>
    public static string? Insert(string? text, int line, IReadOnlyList<string> directives)
    {
        if (text is null || StartOf(text, line) is not int start || BraceAfter(text, start) is not int brace)
        {
            return null;
        }

        string newLine = NewLine.Of(text);
        string margin = MarginAt(text, start) + Indent;
        string lines = string.Concat(directives.Select(d => $"{newLine}{margin}{d}"));

        // A block on one line is opened for them.
        int end = text.IndexOf('\n', brace);
        string rest = text[(brace + 1)..(end < 0 ? text.Length : end)];
        bool isOneLine = rest.Trim().Length > 0 && !rest.TrimStart().StartsWith('#');
        return isOneLine
            ? $"{text[..(brace + 1)]}{lines}{newLine}{margin}{text[(brace + 1)..].TrimStart(' ', '\t')}"
            : text.Insert(brace + 1, lines);
    }

    /// <summary>Replaces a directive that begins at a line, up to its semicolon.</summary>
    public static string? Replace(string? text, int line, string name, string directive)
    {
        if (text is null || StartOf(text, line) is not int start)
        {
            return null;
        }

        int at = text.IndexOf(name, start, StringComparison.Ordinal);
        int end = at < 0 ? -1 : EndOf(text, at);
        int newLine = text.IndexOf('\n', start);
        return at < 0 || end < 0 || (newLine >= 0 && at > newLine) ? null : $"{text[..at]}{directive}{text[(end + 1)..]}";
    }

    /// <summary>Replaces words within one line.</summary>
    public static string? ReplaceWords(string? text, int line, string words, string others)
    {
        if (text is null || StartOf(text, line) is not int start)
        {
            return null;
        }

        int end = text.IndexOf('\n', start);
        int at = text.IndexOf(words, start, StringComparison.Ordinal);
        return at < 0 || (end >= 0 && at > end) ? null : $"{text[..at]}{others}{text[(at + words.Length)..]}";
    }

    /// <summary>Does a setting stand in the block of a location itself, and not further out?</summary>
    public static bool IsIn(SourceLine? source, SourceLine location) =>
        source is not null && source.File == location.File && source.Line > location.Line;

    private static int? StartOf(string text, int line)
    {
        int start = 0;
        for (int i = 1; i < line; i++)
        {
            int end = text.IndexOf('\n', start);
            if (end < 0)
            {
                return null;
            }

            start = end + 1;
        }

        return start;
    }

    private static string MarginAt(string text, int start)
    {
        int end = start;
        while (end < text.Length && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text[start..end];
    }

    private static int? BraceAfter(string text, int start) => Find(text, start, '{') is >= 0 and int at ? at : null;

    private static int EndOf(string text, int start) => Find(text, start, ';');

    /// <summary>The next such character outside quotes and comments, with nothing closed before it; -1 when there is none.</summary>
    private static int Find(string text, int start, char wanted)
    {
        char quote = '\0';
        for (int i = start; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\')
            {
                i++;
            }
            else if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == wanted)
            {
                return i;
            }
            else if (c == '#' && (i == 0 || char.IsWhiteSpace(text[i - 1])))
            {
                i = text.IndexOf('\n', i) is >= 0 and int end ? end : text.Length;
            }
            else if (c is ';' or '}' || (c == '{' && !(i > 0 && text[i - 1] == '$')))
            {
                return -1;
            }
        }

        return -1;
    }
}
