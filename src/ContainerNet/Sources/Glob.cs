namespace ContainerNet.Sources;

/// <summary>Shell patterns as glob(3) reads them, in linear time for every pattern.</summary>
internal static class Glob
{
    /// <summary>Does the pattern match the whole path?</summary>
    public static bool Matches(string pattern, string path)
    {
        string[] patterns = pattern.Split('/');
        string[] parts = path.Split('/');
        return patterns.Length == parts.Length
            && patterns.Zip(parts).All(p => MatchesName(p.First, p.Second));
    }

    /// <summary>Does a pattern without slashes match a name?</summary>
    public static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        // A wildcard does not take the dot that a name begins with.
        if (text.StartsWith('.') && !pattern.StartsWith('.'))
        {
            return false;
        }

        // Only the last star need ever be tried again, which keeps a hostile pattern from taking exponential time.
        int p = 0, t = 0, starP = -1, starT = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starP = p++;
                starT = t;
            }
            else if (p < pattern.Length && MatchesOne(pattern[p..], text[t], out int used))
            {
                p += used;
                t++;
            }
            else if (starP >= 0)
            {
                p = starP + 1;
                t = ++starT;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, char c, out int used)
    {
        used = 1;
        switch (pattern[0])
        {
            case '?':
                return true;
            case '\\' when pattern.Length > 1:
                used = 2;
                return pattern[1] == c;
            case '[' when SetLength(pattern) is int length and > 0:
                used = length;
                return InSet(pattern[1..(length - 1)], c);
            default:
                return pattern[0] == c;
        }
    }

    /// <summary>The length of a bracket expression with its brackets, or 0 when it is not closed and so means itself.</summary>
    private static int SetLength(ReadOnlySpan<char> pattern)
    {
        int start = pattern.Length > 1 && pattern[1] is '!' or '^' ? 2 : 1;
        if (start >= pattern.Length)
        {
            return 0;
        }

        // A ']' in the first place stands for itself.
        int end = pattern[Math.Min(start + 1, pattern.Length)..].IndexOf(']');
        return end < 0 ? 0 : start + 1 + end + 1;
    }

    private static bool InSet(ReadOnlySpan<char> set, char c)
    {
        bool negated = set[0] is '!' or '^';
        bool found = false;
        for (int i = negated ? 1 : 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                found |= set[i] <= c && c <= set[i + 2];
                i += 2;
            }
            else
            {
                found |= set[i] == c;
            }
        }

        return found != negated;
    }
}
