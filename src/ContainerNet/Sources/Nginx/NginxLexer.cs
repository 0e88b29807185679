namespace ContainerNet.Sources.Nginx;

/// <summary>Splits a configuration into words exactly as nginx does (src/core/ngx_conf_file.c, ngx_conf_read_token).</summary>
internal ref struct NginxLexer(ReadOnlySpan<byte> text)
{
    /// <summary>NGX_CONF_BUFFER: a word that does not fit is refused, and so is a comment.</summary>
    internal const int Longest = 4096;

    private readonly ReadOnlySpan<byte> _text = text;

    // The state within one call of Read, named as in nginx.
    private int _start, _firstWord;
    private bool _lastSpace, _needSpace, _escaped, _variable;
    private byte _quote;

    /// <summary>Where reading goes on.</summary>
    public int Position { get; set; }

    /// <summary>The line of that place, from 1.</summary>
    public int Line { get; set; } = 1;

    /// <summary>The line of the first of the words that were read last.</summary>
    public int FirstLine { get; private set; }

    /// <summary>What nginx would say, after an error.</summary>
    public string Error { get; private set; } = "";

    /// <summary>Reads the words up to the next semicolon or brace, and adds their places to those that are there.</summary>
    public NginxToken Read(List<WordPlace> words)
    {
        _firstWord = words.Count;
        (_lastSpace, _needSpace, _escaped, _variable, _quote) = (true, false, false, false, 0);
        _start = Position;
        bool comment = false;
        while (true)
        {
            if (Position >= _text.Length)
            {
                return words.Count > _firstWord || !_lastSpace
                    ? Fail("unexpected end of file, expecting \";\" or \"}\"") : NginxToken.FileEnd;
            }

            if (Position - _start >= Longest)
            {
                return Fail(_quote == 0 ? "too long parameter"
                    : $"too long parameter, probably missing terminating \"{(char)_quote}\" character");
            }

            byte ch = _text[Position++];
            if (ch == '\n')
            {
                Line++;
                comment = false;
            }

            if (comment)
            {
                continue;
            }

            if (_escaped)
            {
                _escaped = false;
            }
            else if (_lastSpace && ch == '#')
            {
                _start = Position - 1;
                comment = true;
            }
            else if (Take(ch, words) is NginxToken token)
            {
                return token;
            }
        }
    }

    private NginxToken? Take(byte ch, List<WordPlace> words)
    {
        if (_needSpace)
        {
            if (IsSpace(ch))
            {
                (_lastSpace, _needSpace) = (true, false);
                return null;
            }

            if (Ending(ch) is NginxToken ending)
            {
                return ending;
            }

            if (ch != ')')
            {
                return Fail($"unexpected \"{Shown(ch)}\"");
            }

            (_lastSpace, _needSpace) = (true, false);
        }

        return _lastSpace ? Begin(ch, words) : Continue(ch, words);
    }

    private NginxToken? Begin(byte ch, List<WordPlace> words)
    {
        _start = Position - 1;
        if (IsSpace(ch))
        {
            return null;
        }

        if (ch is (byte)';' or (byte)'{')
        {
            return words.Count == _firstWord ? Fail($"unexpected \"{(char)ch}\"") : Ending(ch);
        }

        if (ch == '}')
        {
            return words.Count == _firstWord ? NginxToken.BlockEnd : Fail("unexpected \"}\"");
        }

        if (words.Count == _firstWord)
        {
            FirstLine = Line;
        }

        _lastSpace = false;
        _escaped = ch == '\\';
        _variable = ch == '$';
        if (ch is (byte)'"' or (byte)'\'')
        {
            _start++;
            _quote = ch;
        }

        return null;
    }

    private NginxToken? Continue(byte ch, List<WordPlace> words)
    {
        if (ch == '{' && _variable)
        {
            return null;
        }

        _variable = ch == '$';
        _escaped = ch == '\\';
        if (_variable || _escaped)
        {
            return null;
        }

        if (_quote != 0)
        {
            if (ch == _quote)
            {
                Add(words, quotes: 1);
                (_quote, _needSpace) = (0, true);
            }

            return null;
        }

        if (!IsSpace(ch) && ch is not ((byte)';' or (byte)'{'))
        {
            return null;
        }

        Add(words, quotes: 0);
        _lastSpace = true;
        return Ending(ch);
    }

    private readonly void Add(List<WordPlace> words, int quotes) =>
        words.Add(new WordPlace(_start - quotes, Position - 1 - _start + (2 * quotes)));

    private static NginxToken? Ending(byte ch) => ch switch
    {
        (byte)';' => NginxToken.Statement,
        (byte)'{' => NginxToken.BlockStart,
        _ => null,
    };

    private NginxToken Fail(string error)
    {
        Error = error;
        return NginxToken.Error;
    }

    private static string Shown(byte ch) => ch is > 0x20 and < 0x7f ? ((char)ch).ToString() : $"\\x{ch:x2}";

    private static bool IsSpace(byte ch) => ch is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
