using ContainerNet.Checks;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the codes of findings, with their titles.</summary>
public sealed class CodeCompleter : WordCompleter
{
    private protected override IEnumerable<(string Name, string Meaning)> Words =>
        CheckCatalog.Descriptors.Select(d => (d.Code, $"{d.Title} ({d.Severity})"));
}
