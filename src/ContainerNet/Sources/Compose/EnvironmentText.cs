using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Reads a file of variables as compose does: NAME=value, quotes, comments, and variables in the values.</summary>
internal sealed class EnvironmentText(string file, string text, Func<string, string?> outer)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private int _at;
    private int _line = 1;

    /// <summary>The variables of a text. Those that exist outside go before those of the file where values name them.</summary>
    /// <exception cref="ContainerNetException">ConfigUnreadable.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string file, string text, Func<string, string?> outer)
    {
        EnvironmentText reader = new(file, text, outer);
        reader.ReadAll();
        return reader._values;
    }

    private YamlPlace Place => new(file, _line, 1, _at);

    private void ReadAll()
    {
        while (SkipToStatement())
        {
            if (text.AsSpan(_at).StartsWith("export ") || text.AsSpan(_at).StartsWith("export\t"))
            {
                _at += "export ".Length;
                SkipSpaces();
            }

            (string name, bool inherited) = ReadName();
            if (inherited)
            {
                if (outer(name) is string value)
                {
                    _values[name] = value;
                }

                continue;
            }

            _values[name] = ReadValue();
        }
    }

    private bool SkipToStatement()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '#')
            {
                int end = text.IndexOf('\n', _at);
                _at = end < 0 ? text.Length : end;
            }
            else if (!char.IsWhiteSpace(text[_at]))
            {
                return true;
            }
            else
            {
                _line += text[_at++] == '\n' ? 1 : 0;
            }
        }

        return false;
    }

    private void SkipSpaces()
    {
        while (_at < text.Length && text[_at] != '\n' && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private (string Name, bool Inherited) ReadName()
    {
        int start = _at;
        while (_at < text.Length && text[_at] is not ('=' or ':' or '\n'))
        {
            char c = text[_at];
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '.' or '-' or '[' or ']') && !char.IsWhiteSpace(c))
            {
                throw YamlText.Fault(Place, $"'{c}' may not stand in the name of a variable");
            }

            _at++;
        }

        string name = text[start.._at].TrimEnd();
        if (name.AsSpan().IndexOfAny(' ', '\t') >= 0)
        {
            throw YamlText.Fault(Place, $"there is a space in the name of a variable: '{name}'");
        }

        bool inherited = _at >= text.Length || text[_at] == '\n';
        if (!inherited)
        {
            _at++;
            SkipSpaces();
        }

        return (name, inherited);
    }

    private string ReadValue()
    {
        if (_at < text.Length && text[_at] is '"' or '\'')
        {
            return ReadQuoted(text[_at]);
        }

        int end = text.IndexOf('\n', _at) is >= 0 and int found ? found : text.Length;
        string value = text[_at..end];
        int comment = value.IndexOf(" #", StringComparison.Ordinal);
        YamlPlace place = Place;
        _at = end;
        return Expand((comment < 0 ? value : value[..comment]).TrimEnd(), place);
    }

    private string ReadQuoted(char quote)
    {
        YamlPlace place = Place;
        StringBuilder value = new();
        for (_at++; _at < text.Length; _at++)
        {
            char c = text[_at];
            _line += c == '\n' ? 1 : 0;
            if (c == '\\' && _at + 1 < text.Length)
            {
                char next = text[++_at];
                value.Append(next == quote ? $"{next}" : $"\\{next}");
            }
            else if (c == quote)
            {
                _at++;
                return quote == '"' ? Expand(Unescape(value.ToString()), place) : value.ToString();
            }
            else
            {
                value.Append(c);
            }
        }

        throw YamlText.Fault(place, $"a value begins with {quote} and does not end");
    }

    private static string Unescape(string value)
    {
        StringBuilder text = new(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            char next = value[i] == '\\' && i + 1 < value.Length ? value[i + 1] : '\0';
            string? meant = next switch
            {
                'n' => "\n", 't' => "\t", 'r' => "\r", '\\' => "\\", '"' => "\"", '$' => "$$",
                'a' => "\a", 'b' => "\b", 'f' => "\f", 'v' => "\v", _ => null,
            };
            i += meant is null ? 0 : 1;
            text.Append(meant ?? $"{value[i]}");
        }

        return text.ToString();
    }

    private string Expand(string value, YamlPlace place) =>
        new Template(n => outer(n) ?? _values.GetValueOrDefault(n)).Fill(value, place);
}
