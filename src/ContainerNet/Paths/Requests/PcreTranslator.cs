using System.Buffers;
using System.Globalization;
using System.Text;

namespace ContainerNet.Paths.Requests;

/// <summary>
/// Writes a pattern of PCRE, as nginx compiles it (bytes, no UTF), as one of .NET with the same meaning. What differs, or is not
/// known to be the same, is refused: possessive quantifiers, recursion, verbs, \h, \K, \Q, properties, comments.
/// </summary>
internal sealed class PcreTranslator
{
    private const string Word = "0-9A-Z_a-z";

    private static readonly SearchValues<char> s_repetition = SearchValues.Create("0123456789,");
    private static readonly SearchValues<char> s_repetitionOfLater = SearchValues.Create("0123456789, ");

    private readonly StringBuilder _text = new();
    private readonly List<string?> _groups = [];
    private readonly string _pattern;
    private readonly bool _ignoreCase;
    private int _at;

    private PcreTranslator(string pattern, bool ignoreCase)
    {
        _pattern = pattern;
        _ignoreCase = ignoreCase || pattern.Contains("(?i", StringComparison.Ordinal);
    }

    /// <summary>The translated pattern, with groups named g1, g2 ... and their own names; null when it is not understood.</summary>
    public static (string Pattern, IReadOnlyList<string?> Names)? Translate(string pattern, bool ignoreCase)
    {
        PcreTranslator translator = new(pattern, ignoreCase);
        return translator.Run() ? (translator._text.ToString(), translator._groups) : null;
    }

    private char Next => _at < _pattern.Length ? _pattern[_at] : '\0';

    private bool Run()
    {
        while (_at < _pattern.Length)
        {
            char ch = _pattern[_at++];
            bool understood = ch switch
            {
                '\\' => Escape(inClass: false),
                '[' => Class(),
                '(' => Group(),
                '*' or '+' or '?' => Quantifier(ch),
                '{' => Repetition(),
                '.' or '^' or '$' or '|' or ')' => Add(ch),
                _ => Literal(ch),
            };
            if (!understood)
            {
                return false;
            }
        }

        return true;
    }

    private bool Add(char ch)
    {
        _text.Append(ch);
        return true;
    }

    /// <summary>Letters above 127 have two cases for .NET and only one for PCRE.</summary>
    private bool Literal(char ch)
    {
        if (_ignoreCase && ch > '\x7f')
        {
            return false;
        }

        if (!char.IsAsciiLetterOrDigit(ch) && ch is > ' ' and < '\x7f' and not ('_' or '/' or '<' or '>'))
        {
            _text.Append('\\');
        }

        return Add(ch);
    }

    private bool Quantifier(char ch)
    {
        Add(ch);
        return AfterQuantifier();
    }

    private bool AfterQuantifier()
    {
        if (Next == '?')
        {
            _at++;
            Add('?');
        }

        return Next is not ('+' or '*' or '?');
    }

    /// <summary>A brace is a quantifier only when it looks like one.</summary>
    private bool Repetition()
    {
        int end = _pattern.IndexOf('}', _at);
        ReadOnlySpan<char> inside = end < 0 ? [] : _pattern.AsSpan(_at, end - _at);
        bool isQuantifier = inside.Length > 0 && char.IsAsciiDigit(inside[0])
            && !inside.ContainsAnyExcept(s_repetition) && inside.Count(',') <= 1;
        if (!isQuantifier)
        {
            // Later versions of PCRE take {,5} and { 5 } for quantifiers too.
            return (end < 0 || inside.ContainsAnyExcept(s_repetitionOfLater)) && Literal('{');
        }

        _text.Append('{').Append(inside).Append('}');
        _at = end + 1;
        return AfterQuantifier();
    }

    private bool Group()
    {
        if (Next == '*')
        {
            return false;
        }

        if (Next != '?')
        {
            return Capture(null);
        }

        foreach (string plain in (ReadOnlySpan<string>)["?:", "?=", "?!", "?<=", "?<!", "?>"])
        {
            if (_pattern.AsSpan(_at).StartsWith(plain))
            {
                _at += plain.Length;
                _text.Append('(').Append(plain);
                return true;
            }
        }

        foreach ((string opening, char closing) in (ReadOnlySpan<(string, char)>)[("?P<", '>'), ("?<", '>'), ("?'", '\'')])
        {
            int end = _pattern.AsSpan(_at).StartsWith(opening) ? _pattern.IndexOf(closing, _at + opening.Length) : -1;
            if (end > 0)
            {
                string name = _pattern[(_at + opening.Length)..end];
                _at = end + 1;
                return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && Capture(name);
            }
        }

        return Options();
    }

    private bool Capture(string? name)
    {
        _groups.Add(name);
        _text.Append(CultureInfo.InvariantCulture, $"(?<g{_groups.Count}>");
        return true;
    }

    /// <summary>(?i) and (?i:...), with s and m.</summary>
    private bool Options()
    {
        int end = _pattern.AsSpan(_at + 1).IndexOfAnyExcept("ism-");
        if (end < 1 || _pattern[_at + 1 + end] is not (')' or ':'))
        {
            return false;
        }

        _text.Append('(').Append(_pattern, _at, end + 2);
        _at += end + 2;
        return true;
    }

    /// <summary>What follows a backslash. Classes of letters are those of ASCII.</summary>
    private bool Escape(bool inClass)
    {
        if (_at == _pattern.Length)
        {
            return false;
        }

        char ch = _pattern[_at++];
        string? set = ch switch
        {
            'd' => "0-9",
            'w' => Word,
            's' => "\\t-\\r ",
            'D' when !inClass => "^0-9",
            'W' when !inClass => "^" + Word,
            'S' when !inClass => "^\\t-\\r ",
            _ => null,
        };
        if (set is not null)
        {
            _text.Append(inClass ? set : $"[{set}]");
            return true;
        }

        if (!inClass && ch is 'b' or 'B')
        {
            _text.Append(ch == 'b'
                ? $"(?:(?<=[{Word}])(?![{Word}])|(?<![{Word}])(?=[{Word}]))"
                : $"(?:(?<=[{Word}])(?=[{Word}])|(?<![{Word}])(?![{Word}]))");
            return true;
        }

        if (char.IsAsciiDigit(ch))
        {
            return !inClass && ch != '0' && !char.IsAsciiDigit(Next) && ch - '0' <= _groups.Count && BackReference(ch);
        }

        switch (ch)
        {
            case 'n' or 'r' or 't' or 'f':
                _text.Append('\\').Append(ch);
                return true;
            case 'A' or 'z' or 'Z' when !inClass:
                _text.Append('\\').Append(ch);
                return true;
            case 'x':
                return Hexadecimal();
            default:
                return !char.IsAsciiLetterOrDigit(ch) && Literal(ch);
        }
    }

    private bool BackReference(char digit)
    {
        _text.Append("\\k<g").Append(digit).Append('>');
        return true;
    }

    private bool Hexadecimal()
    {
        int end = Math.Min(_at + 2, _pattern.Length);
        if (end - _at < 2 || !byte.TryParse(
            _pattern.AsSpan(_at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value)
            || (_ignoreCase && value > 0x7f))
        {
            return false;
        }

        _at = end;
        _text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        return true;
    }

    private bool Class()
    {
        Add('[');
        if (Next == '^')
        {
            _at++;
            Add('^');
        }

        for (bool first = true; _at < _pattern.Length; first = false)
        {
            char ch = _pattern[_at++];
            if (ch == ']' && !first)
            {
                return Add(ch);
            }

            bool understood = ch switch
            {
                '\\' => Escape(inClass: true),
                '[' when Next is ':' => Posix(),
                '[' when Next is '.' or '=' => false,
                '-' when !first && Next is not (']' or '[' or '\\') => Add(ch),
                _ => Literal(ch),
            };
            if (!understood)
            {
                return false;
            }
        }

        return false;
    }

    private bool Posix()
    {
        int end = _pattern.IndexOf(":]", _at, StringComparison.Ordinal);
        string? set = end < 0 ? null : _pattern[(_at + 1)..end] switch
        {
            "alnum" => "0-9A-Za-z",
            "alpha" => "A-Za-z",
            "digit" => "0-9",
            "xdigit" => "0-9A-Fa-f",
            "lower" => "a-z",
            "upper" => "A-Z",
            "word" => Word,
            "space" => "\\t-\\r ",
            _ => null,
        };
        _at = end + 2;
        _text.Append(set);
        return set is not null;
    }
}
