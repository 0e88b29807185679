using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Fills variables into texts: $NAME, ${NAME}, ${NAME:-other}, ${NAME-other}, ${NAME:?why}, ${NAME?why}, ${NAME:+other},
/// ${NAME+other}, and $$ for the sign itself.</summary>
internal sealed class Template(Func<string, string?> variables)
{
    /// <summary>Far more than anybody nests, and no danger to the stack.</summary>
    private const int DepthLimit = 50;

    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    /// <summary>Variables that were asked for, and stand nowhere.</summary>
    public IEnumerable<string> Missing => _missing;

    /// <summary>The text with variables filled in.</summary>
    /// <exception cref="ContainerNetException">ConfigUnreadable: a variable that must be set is not, or the text is no template.</exception>
    public string Fill(string text, YamlPlace place) => text.Contains('$', StringComparison.Ordinal) ? Fill(text, place, 0) : text;

    private string Fill(string text, YamlPlace place, int depth)
    {
        if (depth > DepthLimit)
        {
            throw YamlText.Fault(place, $"more than {DepthLimit} variables inside each other");
        }

        StringBuilder filled = new(text.Length);
        int at = 0;
        while (at < text.Length)
        {
            int sign = text.IndexOf('$', at);
            if (sign < 0 || sign == text.Length - 1)
            {
                break;
            }

            filled.Append(text, at, sign - at);
            char next = text[sign + 1];
            if (next == '$')
            {
                filled.Append('$');
                at = sign + 2;
            }
            else if (next == '{')
            {
                int close = Close(text, sign + 1);
                if (close < 0)
                {
                    throw Invalid(text, place);
                }

                filled.Append(Braced(text[(sign + 2)..close], text, place, depth));
                at = close + 1;
            }
            else if (NameLength(text, sign + 1) is > 0 and int length)
            {
                filled.Append(ValueOf(text.Substring(sign + 1, length)));
                at = sign + 1 + length;
            }
            else
            {
                filled.Append('$');
                at = sign + 1;
            }
        }

        return filled.Append(text, at, text.Length - at).ToString();
    }

    private string Braced(string inside, string text, YamlPlace place, int depth)
    {
        int length = NameLength(inside, 0);
        string name = inside[..length];
        if (length == 0)
        {
            throw Invalid(text, place);
        }

        string rest = inside[length..];
        if (rest.Length == 0)
        {
            return ValueOf(name);
        }

        bool emptyCounts = rest[0] == ':';
        string operation = emptyCounts && rest.Length > 1 ? rest[..2] : rest[..1];
        string other = rest[operation.Length..];
        string? value = variables(name);
        bool isThere = value is not null && !(emptyCounts && value.Length == 0);
        return operation[^1] switch
        {
            '-' => isThere ? value! : Fill(other, place, depth + 1),
            '+' => isThere ? Fill(other, place, depth + 1) : value ?? "",
            '?' when isThere => value!,
            '?' => throw YamlText.Fault(
                place, $"the variable {name} must be set{(other.Length > 0 ? $": {Fill(other, place, depth + 1)}" : "")}"),
            _ => throw Invalid(text, place),
        };
    }

    private string ValueOf(string name)
    {
        string? value = variables(name);
        if (value is null)
        {
            _missing.Add(name);
        }

        return value ?? "";
    }

    /// <summary>The brace that closes the one at a place; -1 when none does.</summary>
    private static int Close(string text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Length; i++)
        {
            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static int NameLength(string text, int start)
    {
        int end = start;
        while (end < text.Length && (text[end] == '_' || char.IsAsciiLetter(text[end]) || (end > start && char.IsAsciiDigit(text[end]))))
        {
            end++;
        }

        return end - start;
    }

    private static ContainerNetException Invalid(string text, YamlPlace place) =>
        YamlText.Fault(place, $"'{text}' has a variable that cannot be understood; a dollar sign that means itself is written $$");
}
