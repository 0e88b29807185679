namespace ContainerNet.Sources.Nginx;

/// <summary>Finds the end of Lua between braces: braces in its strings and comments do not count.</summary>
internal static class LuaBlock
{
    /// <summary>Does a directive of that name hold Lua between its braces?</summary>
    public static bool IsNameOf(ReadOnlySpan<byte> directive) => directive.EndsWith("_by_lua_block"u8);

    /// <summary>The index of the closing brace, or -1 when there is none.</summary>
    /// <param name="text">What comes behind the opening brace.</param>
    public static int End(ReadOnlySpan<byte> text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'{':
                    depth++;
                    break;
                case (byte)'}' when depth-- == 0:
                    return i;
                case (byte)'"' or (byte)'\'':
                    i = EndOfString(text, i);
                    break;
                case (byte)'[' when Level(text, i) is int level and >= 0:
                    i = EndOfLong(text, i, level);
                    break;
                case (byte)'-' when i + 1 < text.Length && text[i + 1] == '-':
                    i = EndOfComment(text, i + 2);
                    break;
            }
        }

        return -1;
    }

    private static int EndOfString(ReadOnlySpan<byte> text, int at)
    {
        for (int i = at + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[at])
            {
                return i;
            }
        }

        return text.Length;
    }

    private static int EndOfComment(ReadOnlySpan<byte> text, int at)
    {
        if (at < text.Length && text[at] == '[' && Level(text, at) is int level and >= 0)
        {
            return EndOfLong(text, at, level);
        }

        int line = text[Math.Min(at, text.Length)..].IndexOf((byte)'\n');
        return line < 0 ? text.Length : at + line;
    }

    /// <summary>The number of equal signs of a long bracket `[==[`, or -1 when there is none.</summary>
    private static int Level(ReadOnlySpan<byte> text, int at)
    {
        int i = at + 1;
        while (i < text.Length && text[i] == '=')
        {
            i++;
        }

        return i < text.Length && text[i] == '[' ? i - at - 1 : -1;
    }

    private static int EndOfLong(ReadOnlySpan<byte> text, int at, int level)
    {
        for (int i = at + level + 2; i < text.Length; i++)
        {
            int next = i + level + 1;
            if (text[i] == ']' && next < text.Length && text[next] == ']' && !text[(i + 1)..next].ContainsAnyExcept((byte)'='))
            {
                return next;
            }
        }

        return text.Length;
    }
}
