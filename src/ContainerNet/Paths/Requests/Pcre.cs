using System.Text;
using System.Text.RegularExpressions;

namespace ContainerNet.Paths.Requests;

/// <summary>A regular expression of nginx.</summary>
internal sealed class Pcre
{
    /// <summary>For patterns that can only be tried by going back and forth. nginx has no such limit, and would be busy.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(100);

    private readonly Lazy<Regex?> _regex;
    private readonly IReadOnlyList<string?> _names = [];
    private readonly bool _ignoreCase;

    /// <summary>Compiled from the text of the configuration.</summary>
    public Pcre(string pattern, bool ignoreCase)
    {
        Text = pattern;
        _ignoreCase = ignoreCase;
        _regex = new Lazy<Regex?>((Regex?)null);
        if (PcreTranslator.Translate(ByteText.Of(pattern), ignoreCase) is { } translated)
        {
            // A configuration may have thousands of patterns, of which a request tries a few.
            _names = translated.Names;
            Beginning = PcreBeginning.Of(pattern);
            _regex = new Lazy<Regex?>(
                () => Compile(translated.Pattern, RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None)),
                LazyThreadSafetyMode.None);
        }
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Is its meaning known?</summary>
    public bool IsUnderstood => _regex.Value is not null;

    /// <summary>What every text that it matches begins with, without regard to case where it has none; "" when that is not known.</summary>
    public string Beginning { get; } = "";

    /// <summary>The names of its groups, from the first; null for one without.</summary>
    public IReadOnlyList<string?> Names => _names;

    /// <summary>Does it match somewhere in the text? Null when that is not known.</summary>
    public bool? IsMatch(string text)
    {
        if (!MayMatch(text))
        {
            return false;
        }

        try
        {
            return _regex.Value?.IsMatch(text);
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
        if (!MayMatch(text))
        {
            return false;
        }

        try
        {
            if (_regex.Value?.Match(text) is not { Success: true } match)
            {
                return _regex.Value is null ? null : false;
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

    /// <summary>Does the text begin as the pattern does?</summary>
    private bool MayMatch(string text) => Beginning.Length <= text.Length && (_ignoreCase
        ? Ascii.EqualsIgnoreCase(text.AsSpan(0, Beginning.Length), Beginning) : text.StartsWith(Beginning, StringComparison.Ordinal));

    private static Regex? Compile(string pattern, RegexOptions options)
    {
        // Making a pattern that never goes back takes thirty times as long, which is for nothing where it cannot go far.
        if (IsPlain(pattern))
        {
            return CompileBacktracking(pattern, options);
        }

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

    /// <summary>Is there one repetition without an end at the most, and of single letters, so that the ways to try grow with the text and not with
    /// each other? Signs in classes are counted too, which does no harm.</summary>
    private static bool IsPlain(string pattern)
    {
        int repetitions = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                i++;
            }
            else if (pattern[i] is '*' or '+' or '{' && (++repetitions > 1 || (i > 0 && pattern[i - 1] == ')')))
            {
                return false;
            }
        }

        return !pattern.Contains("\\k<", StringComparison.Ordinal);
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
