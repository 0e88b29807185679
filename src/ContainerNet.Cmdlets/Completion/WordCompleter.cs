using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes one of a few words. (ArgumentCompletionsAttribute is not in PowerShellStandard.)</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    private protected abstract IEnumerable<(string Name, string Meaning)> Words { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => Candidates.Select(Words, wordToComplete);
}
