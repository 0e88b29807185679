using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the keys of kernel settings, a level at a time as a path is completed.</summary>
public sealed class SettingCompleter : IArgumentCompleter
{
    private const string Root = "/proc/sys";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        string parent = word.Contains('.', StringComparison.Ordinal) ? word[..(word.LastIndexOf('.') + 1)] : "";

        // In a key a dot is a level and a slash is a dot inside a name (sysctl.d(5)); '..' must not lead out of the tree.
        string folder = string.Join('/', parent.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Replace('/', '.')));
        if (folder.Contains("..", StringComparison.Ordinal))
        {
            return [];
        }

        IReadOnlyList<string> names = new Hosting.LinuxHost().ListDirectory($"{Root}/{folder}".TrimEnd('/')) ?? [];
        return Candidates.Select(names.Select(n => (parent + n.Replace('.', '/'), "")), word);
    }
}
