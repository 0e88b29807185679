using System.Text;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Splits a line of iptables-save into words, as iptables-restore reads it (iptables/xshared.c, add_param_to_argv):
/// words end at blanks, double quotes hold blanks together, a backslash inside quotes takes the next character as it is.</summary>
internal static class RuleTokens
{
    public static List<string> Split(ReadOnlySpan<char> line)
    {
        List<string> tokens = new(24);
        StringBuilder word = new();
        bool quoted = false;
        bool started = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quoted && c == '\\' && i + 1 < line.Length)
            {
                word.Append(line[++i]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
                started = true;
            }
            else if (!quoted && c is ' ' or '\t' && !quoted)
            {
                Take(tokens, word, ref started);
            }
            else
            {
                word.Append(c);
                started = true;
            }
        }

        Take(tokens, word, ref started);
        return tokens;
    }

    private static void Take(List<string> tokens, StringBuilder word, ref bool started)
    {
        if (started)
        {
            tokens.Add(word.ToString());
            word.Clear();
            started = false;
        }
    }
}
