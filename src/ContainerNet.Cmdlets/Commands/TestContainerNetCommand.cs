using System.Management.Automation;
using ContainerNet.Checks;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Finds why a client cannot reach a container: root causes first, each with its evidence and remedy.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ContainerNet")]
[OutputType(typeof(Finding))]
[OutputType(typeof(bool))]
public sealed class TestContainerNetCommand : ContainerCommand
{
    /// <summary>Only findings with these codes; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CodeCompleter))]
    public string[]? IncludeRule { get; set; }

    /// <summary>No findings with these codes; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CodeCompleter))]
    public string[]? ExcludeRule { get; set; }

    /// <summary>Only findings that are as bad as one of these.</summary>
    [Parameter]
    public Severity[]? Severity { get; set; }

    /// <summary>Also knocks at every port from all vantages, and reports where that contradicts the prediction.</summary>
    [Parameter]
    public SwitchParameter Probe { get; set; }

    /// <summary>Gives one truth value: is nothing broken now, and was everything looked at?</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Also the consequences of other findings.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override FactKinds Needs => FactKinds.All;

    private protected override void Process()
    {
        Diagnosis diagnosis = CheckRunner.Run(Facts, null);
        foreach (Gap gap in diagnosis.Gaps)
        {
            WriteWarning(Describe(gap));
        }

        foreach (Finding finding in diagnosis.Findings)
        {
            WriteObject(finding);
        }
    }

    /// <summary>The diagnosis says the same and names the checks that were skipped besides.</summary>
    private protected override void WriteGaps(IEnumerable<Gap> gaps)
    {
    }
}
