using System.Management.Automation;
using ContainerNet.Checks;
using ContainerNet.Collection;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Mends what Test-ContainerNet found: plans each repair over the facts of now, applies it, checks that it held.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "ContainerNet", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RepairResult))]
public sealed class RepairContainerNetCommand : RepairCommand
{
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    /// <summary>Findings of Test-ContainerNet.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public Finding[] InputObject { get; set; } = [];

    /// <summary>Gives an object for each plan that was shown or declined too.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override FactKinds Needs => FactKinds.All;

    private protected override CollectOptions Options => base.Options with { KeepTexts = true };

    private protected override void Process()
    {
        foreach (Finding finding in InputObject)
        {
            Repair(finding);
        }
    }

    /// <summary>Test-ContainerNet, from which the findings come, warned of them already.</summary>
    private protected override void WriteGaps(IEnumerable<Gap> gaps)
    {
        foreach (Gap gap in gaps)
        {
            WriteVerbose(Display.Clean(gap));
        }
    }

    private void Repair(Finding finding)
    {
        if (finding.HostName.Length > 0 && finding.HostName != Facts.Host.Name)
        {
            throw new ContainerNetException(
                Problem.RepairConflict,
                finding.Subject,
                $"{finding.Code} was found on {finding.HostName}; this is {Facts.Host.Name}. Repair it there.");
        }

        RepairPlan? plan = RepairPlanner.Plan(finding, Facts);
        if (plan is null)
        {
            WriteObject(new RepairResult
            {
                Code = finding.Code,
                Subject = finding.Subject,
                Status = RepairStatus.Unsupported,
                Notes = finding.Remedy.Length > 0 ? [finding.Remedy] : [],
            });
            return;
        }

        // Ten ports behind one wiped chain are ten findings and one repair.
        if (plan.Steps.Count > 0 && !_done.Add(PlanText.Of(plan with { Subject = "" })))
        {
            return;
        }

        FindingRepair repair = new(finding, plan, Facts, LookAtAllAsync);
        RepairResult? result = Apply(plan, repair.IsStillThereAsync, repair.Again);
        if (result is null && PassThru)
        {
            result = ResultOf(plan, RepairStatus.Planned);
        }

        if (result is not null)
        {
            WriteObject(result);
        }
    }

    private async Task<PassLook> LookAtAllAsync(CancellationToken cancellationToken)
    {
        Snapshot now = await LookAgainAsync(cancellationToken);
        Diagnosis diagnosis = Diagnoser.Run(now);
        return new PassLook(now, diagnosis.Findings, diagnosis.Gaps);
    }
}
