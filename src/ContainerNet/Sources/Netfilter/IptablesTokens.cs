using System.Text;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Splits a line of iptables-save into words, as iptables-restore reads it (iptables xshared.c, add_param_to_argv):
/// white space separates, double quotes hold a word together, a backslash inside quotes takes the next character as it is.</summary>
internal static class IptablesTokens
{
    /// <summary>Fills <paramref name="words"/>; false when a quote is left open.</summary>
    public static bool TrySplit(ReadOnlySpan<char> line, List<string> words, WordPool pool)
    {
        words.Clear();
        int at = 0;
        while (true)
        {
            while (at < line.Length && IsSpace(line[at]))
            {
                at++;
            }

            if (at == line.Length)
            {
                return true;
            }

            int end = at;
            while (end < line.Length && !IsSpace(line[end]) && line[end] != '"')
            {
                end++;
            }

            if (end == line.Length || line[end] != '"')
            {
                words.Add(pool.Get(line[at..end]));
            }
            else if (!TryReadQuoted(line, at, out end, pool, out string word))
            {
                return false;
            }
            else
            {
                words.Add(word);
            }

            at = end;
        }
    }

    private static bool TryReadQuoted(ReadOnlySpan<char> line, int at, out int end, WordPool pool, out string word)
    {
        // Nearly always the whole word is in quotes, and has no others.
        ReadOnlySpan<char> inner = line[(at + 1)..];
        end = inner.IndexOfAny('"', '\\');
        if (line[at] == '"' && end >= 0 && inner[end] == '"' && (end + 1 == inner.Length || IsSpace(inner[end + 1])))
        {
            word = pool.Get(inner[..end]);
            end += at + 2;
            return true;
        }

        StringBuilder text = new();
        bool quoted = false;
        for (end = at; end < line.Length && (quoted || !IsSpace(line[end])); end++)
        {
            if (line[end] == '"')
            {
                quoted = !quoted;
            }
            else if (quoted && line[end] == '\\' && end + 1 < line.Length)
            {
                text.Append(line[++end]);
            }
            else
            {
                text.Append(line[end]);
            }
        }

        word = text.ToString();
        return !quoted;
    }

    private static bool IsSpace(char character) => character is ' ' or '\t' or '\n';
}
