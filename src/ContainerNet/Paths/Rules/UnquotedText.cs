namespace ContainerNet.Paths.Rules;

/// <summary>The words of a rule's text that are its own: what stands in quotes is a comment or a prefix, and may say anything.</summary>
internal static class UnquotedText
{
    /// <summary>Is this place outside of quotes?</summary>
    public static bool Holds(ReadOnlySpan<char> text, int at)
    {
        bool quoted = false;
        for (int index = 0; index < at; index++)
        {
            switch (text[index])
            {
                // iptables-save writes a quote inside of quotes as \", and a backslash as \\ (libxtables, xtables_save_string).
                case '\\' when quoted:
                    index++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                default:
                    break;
            }
        }

        return !quoted;
    }

    /// <summary>How often the text says this outside of quotes.</summary>
    public static int Count(string text, string words)
    {
        int count = 0;
        for (int at = text.IndexOf(words, StringComparison.Ordinal); at >= 0;
            at = text.IndexOf(words, at + words.Length, StringComparison.Ordinal))
        {
            count += Holds(text, at) ? 1 : 0;
        }

        return count;
    }
}
