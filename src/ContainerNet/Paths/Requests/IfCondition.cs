namespace ContainerNet.Paths.Requests;

/// <summary>What an `if` asks: whether a variable is empty, equal to a text, or fits a pattern. Questions about files are not
/// understood, because files are not known.</summary>
internal sealed class IfCondition
{
    private readonly string _variable;
    private readonly string _operator;
    private readonly ScriptText? _value;
    private readonly Pcre? _pattern;

    private IfCondition(string variable, string @operator, string value)
    {
        _variable = ByteText.Of(variable);
        _operator = @operator;
        if (@operator is "=" or "!=")
        {
            _value = ScriptText.Compile(value);
        }
        else if (@operator.Length > 0)
        {
            _pattern = new Pcre(value, ignoreCase: @operator.EndsWith('*'));
        }
    }

    /// <summary>Takes the arguments of an `if` apart; null when they are not understood.</summary>
    public static IfCondition? Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || !arguments[0].StartsWith('(') || !arguments[^1].EndsWith(')'))
        {
            return null;
        }

        // The parentheses may stand by themselves or be part of the words.
        List<string> words = [.. arguments];
        words[0] = words[0][1..];
        words[^1] = words[^1][..^1];
        words = [.. words.Where((word, i) => word.Length > 0 || (i > 0 && i < words.Count - 1))];
        return words switch
        {
            [['$', _, ..] only] => new IfCondition(only[1..], "", ""),
            [['$', _, ..] left, "=" or "!=" or "~" or "~*" or "!~" or "!~*", _] => Checked(new IfCondition(left[1..], words[1], words[2])),
            _ => null,
        };
    }

    /// <summary>Does it hold? Null when that is not known.</summary>
    public bool? Holds(RequestState state)
    {
        if (state.Variable(_variable) is not string left)
        {
            return null;
        }

        switch (_operator)
        {
            case "":
                return left.Length > 0 && left != "0";
            case "=" or "!=":
                return _value!.Evaluate(state, state.Quote) is string right ? (left == right) == (_operator == "=") : null;
            default:
                bool? matches = state.Match(_pattern!, left);
                return _operator[0] == '!' ? !matches : matches;
        }
    }

    private static IfCondition? Checked(IfCondition condition) =>
        condition._value is null && condition._pattern is not { IsUnderstood: true } ? null : condition;
}
