using System.Management.Automation;
using System.Management.Automation.Language;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Turns names into what the prompt offers.</summary>
internal static class Candidates
{
    /// <summary>The names that the word begins, quoted where the language needs it.</summary>
    public static IEnumerable<CompletionResult> Select(IEnumerable<(string Name, string Meaning)> offers, string? word)
    {
        string prefix = (word ?? "").Trim('\'', '"');
        return offers
            .Where(o => o.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(o => o.Name)
            .OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase)
            .Select(o => new CompletionResult(
                Quote(o.Name), o.Name, CompletionResultType.ParameterValue, o.Meaning.Length > 0 ? o.Meaning : o.Name));
    }

    /// <summary>Names come from containers and files: whatever stands in them stays one argument.</summary>
    private static string Quote(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/')
        ? name
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
