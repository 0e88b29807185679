using System.Text;

namespace ContainerNet.Paths.Requests;

/// <summary>
/// Path and query of a request line, taken apart as nginx does (src/http/ngx_http_parse.c, ngx_http_parse_uri and
/// ngx_http_parse_complex_uri): escapes resolved, `.` and `..` gone, slashes that follow each other taken as one.
/// </summary>
internal sealed record RequestTarget
{
    /// <summary>As it came.</summary>
    public required string Raw { get; init; }

    /// <summary>The path that locations are held against.</summary>
    public required string Path { get; init; }

    /// <summary>What follows the question mark.</summary>
    public required string Arguments { get; init; }

    /// <summary>Were there escapes in the path?</summary>
    public bool HasEscapes { get; init; }

    /// <summary>Was there a plus sign in the path?</summary>
    public bool HasPlus { get; init; }

    /// <summary>Takes it apart; null when nginx answers 400.</summary>
    public static RequestTarget? Parse(string raw, bool mergeSlashes)
    {
        if (!raw.StartsWith('/') || raw.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0 || raw.Contains('\x7f', StringComparison.Ordinal))
        {
            return null;
        }

        if (!IsComplex(raw))
        {
            int question = raw.IndexOf('?', StringComparison.Ordinal);
            string path = question < 0 ? raw : raw[..question];
            return new RequestTarget
            {
                Raw = raw,
                Path = path,
                Arguments = question < 0 ? "" : raw[(question + 1)..],
                HasPlus = path.Contains('+', StringComparison.Ordinal),
            };
        }

        Normalizer normalizer = new(raw, mergeSlashes);
        return !normalizer.Run() ? null : new RequestTarget
        {
            Raw = raw,
            Path = normalizer.Path,
            Arguments = normalizer.Arguments,
            HasEscapes = normalizer.Escapes,
            HasPlus = normalizer.Plus,
        };
    }

    private static bool IsComplex(string raw)
    {
        if (raw.Contains('#', StringComparison.Ordinal))
        {
            return true;
        }

        for (int i = 1; i < raw.Length && raw[i] != '?'; i++)
        {
            if (raw[i] == '%' || (raw[i] is '.' or '/' && raw[i - 1] == '/'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The states of ngx_http_parse_complex_uri.</summary>
    private sealed class Normalizer(string raw, bool mergeSlashes)
    {
        private enum State
        {
            Usual,
            Slash,
            Dot,
            DotDot,
        }

        private readonly StringBuilder _path = new(raw.Length);

        public string Path { get; private set; } = "";

        public string Arguments { get; private set; } = "";

        public bool Plus { get; private set; }

        public bool Escapes { get; private set; }

        public bool Run()
        {
            State state = State.Usual;
            int i = 0;
            for (; i < raw.Length && raw[i] is not ('?' or '#'); i++)
            {
                char ch = raw[i];
                bool literal = false;
                if (ch == '%')
                {
                    Escapes = true;
                    if (i + 2 >= raw.Length || !char.IsAsciiHexDigit(raw[i + 1]) || !char.IsAsciiHexDigit(raw[i + 2]))
                    {
                        return false;
                    }

                    ch = (char)Convert.ToByte(raw.Substring(i + 1, 2), 16);
                    i += 2;
                    if (ch == '\0')
                    {
                        return false;
                    }

                    // These would mean something else if they were taken as if they had been written plainly.
                    literal = ch is '%' or '#' or '?';
                }

                if (Step(ref state, ch, literal) is false)
                {
                    return false;
                }
            }

            if (!End(state))
            {
                return false;
            }

            Path = _path.ToString();
            int fragment = raw.IndexOf('#', i);
            Arguments = i >= raw.Length || raw[i] == '#' ? "" : fragment < 0 ? raw[(i + 1)..] : raw[(i + 1)..fragment];
            return true;
        }

        private bool Step(ref State state, char ch, bool literal)
        {
            Plus |= ch == '+';
            if (literal)
            {
                _path.Append(ch);
                state = State.Usual;
                return true;
            }

            switch (state, ch)
            {
                case (State.Usual, '/'):
                    _path.Append(ch);
                    state = State.Slash;
                    return true;
                case (State.Slash, '/'):
                    _path.Append(mergeSlashes ? "" : "/");
                    return true;
                case (State.Slash, '.'):
                    _path.Append(ch);
                    state = State.Dot;
                    return true;
                case (State.Dot, '/'):
                    _path.Length--;
                    state = State.Slash;
                    return true;
                case (State.Dot, '.'):
                    _path.Append(ch);
                    state = State.DotDot;
                    return true;
                case (State.DotDot, '/'):
                    state = State.Slash;
                    return Up();
                default:
                    _path.Append(ch);
                    state = State.Usual;
                    return true;
            }
        }

        private bool End(State state)
        {
            if (state == State.Dot)
            {
                _path.Length--;
            }

            return state != State.DotDot || Up();
        }

        /// <summary>From "/a/b/.." to "/a/"; false above the root.</summary>
        private bool Up()
        {
            for (int i = _path.Length - 4; i >= 0; i--)
            {
                if (_path[i] == '/')
                {
                    _path.Length = i + 1;
                    return true;
                }
            }

            return false;
        }
    }
}
