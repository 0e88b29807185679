using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ContainerNet.Hosting;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the keys of kernel settings, a level at a time as a path is completed.</summary>
public sealed class SettingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        int dot = word.LastIndexOf('.');
        using LinuxHost host = new();
        return Candidates.Select(
            SettingKeys.Children(host, dot < 0 ? "" : word[..dot]).Select(k => (k, "")).ToList(), word);
    }
}
