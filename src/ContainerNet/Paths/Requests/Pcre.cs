using System.Text.RegularExpressions;

namespace ContainerNet.Paths.Requests;

/// <summary>A regular expression of nginx.</summary>
internal sealed class Pcre
{
    /// <summary>For patterns that can only be tried by going back and forth. nginx has no such limit, and would be busy.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(100);

    private readonly Regex? _regex;
    private readonly IReadOnlyList<string?> _names = [];

    /// <summary>Compiled from the text of the configuration.</summary>
    public Pcre(string pattern, bool ignoreCase)
    {
        Text = pattern;
        if (PcreTranslator.Translate(ByteText.Of(pattern), ignoreCase) is { } translated)
        {
            _names = translated.Names;
            _regex = Compile(translated.Pattern, RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
        }
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Is its meaning known?</summary>
    public bool IsUnderstood => _regex is not null;

    /// <summary>The names of its groups, from the first; null for one without.</summary>
    public IReadOnlyList<string?> Names => _names;

    /// <summary>Does it match somewhere in the text? Null when that is not known.</summary>
    public bool? IsMatch(string text)
    {
        try
        {
            return _regex?.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Does it match, and what did its groups take? Groups that took no part are empty.</summary>
    public bool? Match(string text, out string[] captures)
    {
        captures = [];
        try
        {
            if (_regex?.Match(text) is not { Success: true } match)
            {
                return _regex is null ? null : false;
            }

            captures = new string[_names.Count];
            for (int i = 0; i < captures.Length; i++)
            {
                captures[i] = match.Groups[$"g{i + 1}"].Value;
            }

            return true;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static Regex? Compile(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking, s_limit);
        }
        catch (NotSupportedException)
        {
            return CompileBacktracking(pattern, options);
        }
        catch (RegexParseException)
        {
            return null;
        }
    }

    private static Regex? CompileBacktracking(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options, s_limit);
        }
        catch (RegexParseException)
        {
            return null;
        }
    }
}
