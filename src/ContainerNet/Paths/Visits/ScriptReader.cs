using System.Text.RegularExpressions;
using ContainerNet.Model.Visits;

namespace ContainerNet.Paths.Visits;

/// <summary>
/// What a script names in plain words: WebSockets, event streams, data, and modules that it imports. No script is run. Of an address that is put together
/// the end counts, from its last text that begins with a slash: scheme and host in front of it are those of the page as a rule.
/// </summary>
internal static partial class ScriptReader
{
    private const int Limit = 50;

    /// <summary>Reads it.</summary>
    public static IReadOnlyList<PageReference> Read(string script, bool isModule)
    {
        List<PageReference> found = [];
        try
        {
            foreach (Match match in Call().Matches(script).Take(Limit))
            {
                VisitKind kind = match.Groups["what"].Value switch { "WebSocket" => VisitKind.WebSocket, "EventSource" => VisitKind.EventStream, _ => VisitKind.Data };
                if (Address(match.Groups["first"].Value, kind) is { } address)
                {
                    found.Add(new PageReference(kind, address));
                }
            }

            if (isModule)
            {
                found.AddRange(Import().Matches(script).Take(Limit).Select(m => new PageReference(VisitKind.Module, m.Groups["address"].Value)));
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // What was found until then counts; a script that is made to be slow is not worth more.
        }

        return [.. found.Distinct()];
    }

    /// <summary>The address that an expression comes to; null when that is not plain.</summary>
    private static string? Address(string expression, VisitKind kind)
    {
        string[] texts = [.. Text().Matches(expression).Select(m => m.Groups["text"].Value)];
        if (texts.Length == 0)
        {
            return null;
        }

        // `${location.host}/ws` has its end behind the last bracket.
        string last = texts[^1];
        string end = last[(last.LastIndexOf('}') + 1)..];
        bool isWhole = texts.Length == 1 && !last.Contains("${", StringComparison.Ordinal) && expression.Trim().Length == last.Length + 2;
        return isWhole ? last : end.StartsWith('/') && !end.StartsWith("//", StringComparison.Ordinal) && kind == VisitKind.WebSocket ? end : null;
    }

    [GeneratedRegex("""\b(?:new\s{1,9}(?<what>WebSocket|EventSource)|(?<what>fetch))\s{0,9}\(\s{0,9}(?<first>(?:`[^`\n]{0,500}`|"[^"\n]{0,500}"|'[^'\n]{0,500}'|\([^()\n]{0,200}\)|[^"'`(),;\n]){1,40})""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Call();

    [GeneratedRegex("""`(?<text>[^`]*)`|"(?<text>[^"]*)"|'(?<text>[^']*)'""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Text();

    [GeneratedRegex("""\b(?:import|export)\b(?:\s{0,9}\(\s{0,9}|[^"'`;()]{0,500})["'](?<address>(?:\.{0,2}/|https?:)[^"'\s]{0,1000})["']""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Import();
}
