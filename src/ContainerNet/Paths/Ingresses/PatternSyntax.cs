namespace ContainerNet.Paths.Ingresses;

/// <summary>Finds patterns that PCRE does not take, on account of which nginx refuses a configuration. Only what is certain is said: groups and
/// classes that are not closed, and a group that ends before it began.</summary>
internal static class PatternSyntax
{
    /// <summary>What is wrong; null where nothing is, or it is not known.</summary>
    public static string? Fault(string pattern)
    {
        int depth = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\' when i + 1 == pattern.Length:
                    return "it ends in a backslash";
                case '\\' when pattern[i + 1] is 'Q' or 'E':
                    return null;
                case '\\':
                    i++;
                    break;
                case '(' when i + 1 < pattern.Length && pattern[i + 1] is '?' or '*':
                    // Comments and verbs may hold anything.
                    if (pattern[i + 1] == '*' || (i + 2 < pattern.Length && pattern[i + 2] == '#'))
                    {
                        return null;
                    }

                    depth++;
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when depth == 0:
                    return "a group ends in it that never began";
                case ')':
                    depth--;
                    break;
                case '[':
                    i = EndOfClass(pattern, i);
                    if (i < 0)
                    {
                        return "a class in it is not closed";
                    }

                    break;
            }
        }

        return depth > 0 ? "a group in it is not closed" : null;
    }

    /// <summary>The bracket that closes a class; the first one behind the opening is a letter. -1 without one.</summary>
    private static int EndOfClass(string pattern, int start)
    {
        int at = start + 1;
        at += at < pattern.Length && pattern[at] == '^' ? 1 : 0;
        at += at < pattern.Length && pattern[at] == ']' ? 1 : 0;
        for (; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\')
            {
                at++;
            }
            else if (pattern[at] == '[' && at + 1 < pattern.Length && pattern[at + 1] == ':' && pattern.IndexOf(":]", at + 2, StringComparison.Ordinal) is > 0 and int end)
            {
                at = end + 1;
            }
            else if (pattern[at] == ']')
            {
                return at;
            }
        }

        return -1;
    }
}
