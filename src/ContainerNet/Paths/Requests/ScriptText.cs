using System.Text;

namespace ContainerNet.Paths.Requests;

/// <summary>A text with variables and captures (src/http/ngx_http_script.c).</summary>
internal sealed class ScriptText
{
    private readonly List<Part> _parts = [];

    private ScriptText()
    {
    }

    private enum PartKind
    {
        Copy,
        Capture,
        Variable,

        /// <summary>The question mark behind which the query of a rewrite begins.</summary>
        Arguments,
    }

    /// <summary>Is there a question mark in it?</summary>
    public bool HasQuestionMark { get; private set; }

    /// <summary>Does it hold captures?</summary>
    public bool HasCaptures => _parts.Exists(p => p.Kind == PartKind.Capture);

    /// <summary>Takes a text apart; null when nginx would refuse it.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="splitsArguments">Does the first question mark begin a query?</param>
    public static ScriptText? Compile(string text, bool splitsArguments = false)
    {
        string bytes = ByteText.Of(text);
        ScriptText script = new();
        bool split = splitsArguments;
        for (int i = 0; i < bytes.Length;)
        {
            if (bytes[i] == '$')
            {
                if (!script.AddVariable(bytes, ref i))
                {
                    return null;
                }

                continue;
            }

            if (bytes[i] == '?' && split)
            {
                split = false;
                script.HasQuestionMark = true;
                script._parts.Add(new Part(PartKind.Arguments, "", 0));
                i++;
                continue;
            }

            int end = bytes.AsSpan(i).IndexOfAny('$', split ? '?' : '$');
            string copy = end < 0 ? bytes[i..] : bytes.Substring(i, end);
            script.HasQuestionMark |= copy.Contains('?', StringComparison.Ordinal);
            script._parts.Add(new Part(PartKind.Copy, copy, 0));
            i += copy.Length;
        }

        return script;
    }

    /// <summary>The text for a request; null when something in it is not known.</summary>
    public string? Evaluate(RequestState state, bool quote = false) => Run(state, quote, out _);

    /// <summary>The path and, behind a question mark, the query of a rewrite; null when something in it is not known.</summary>
    public (string Path, string? Arguments)? EvaluateRewrite(RequestState state, bool quote)
    {
        if (Run(state, quote, out int arguments) is not string text)
        {
            return null;
        }

        return arguments < 0 ? (text, null) : (text[..arguments], text[arguments..]);
    }

    private string? Run(RequestState state, bool quote, out int arguments)
    {
        arguments = -1;
        if (_parts is [{ Kind: PartKind.Copy } only])
        {
            return only.Text;
        }

        StringBuilder text = new();
        int matches = state.Matches;
        int? captured = null;
        foreach (Part part in _parts)
        {
            string? piece = part.Kind switch
            {
                PartKind.Copy => part.Text,
                PartKind.Capture => state.Capture(part.Number, quote || arguments >= 0),
                PartKind.Variable => state.Variable(part.Text),
                _ => "",
            };
            if (piece is null)
            {
                return null;
            }

            // A map with patterns takes captures anew. nginx has counted the length of the earlier ones by then, and writes the later
            // ones into it: garbage, or an error since 1.30.
            if (captured is not null && state.Matches != matches)
            {
                return state.Unknown($"{captured}");
            }

            captured ??= part.Kind == PartKind.Capture ? part.Number : null;
            matches = state.Matches;
            arguments = part.Kind == PartKind.Arguments ? text.Length : arguments;
            text.Append(piece);
        }

        return text.ToString();
    }

    private bool AddVariable(string bytes, ref int i)
    {
        i++;
        if (i < bytes.Length && bytes[i] is >= '1' and <= '9')
        {
            _parts.Add(new Part(PartKind.Capture, "", bytes[i++] - '0'));
            return true;
        }

        bool bracket = i < bytes.Length && bytes[i] == '{';
        i += bracket ? 1 : 0;
        int start = i;
        while (i < bytes.Length && (char.IsAsciiLetterOrDigit(bytes[i]) || bytes[i] == '_'))
        {
            i++;
        }

        string name = bytes[start..i];
        if (name.Length == 0 || (bracket && (i == bytes.Length || bytes[i] != '}')))
        {
            return false;
        }

        i += bracket ? 1 : 0;
        _parts.Add(new Part(PartKind.Variable, name, 0));
        return true;
    }

    private readonly record struct Part(PartKind Kind, string Text, int Number);
}
