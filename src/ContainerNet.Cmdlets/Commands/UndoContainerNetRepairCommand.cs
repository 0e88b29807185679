using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Hosting;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Takes a repair back, and finishes one that was killed: the host is as it was before.</summary>
[Cmdlet(VerbsCommon.Undo, "ContainerNetRepair", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RepairResult))]
public sealed class UndoContainerNetRepairCommand : ContainerNetCommand
{
    private readonly RepairRunner _runner = new(new LinuxHost());

    /// <summary>Identifiers of the repairs, as Get-ContainerNetRepair and the repairing cmdlets give them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(UndoableRepairCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Takes back what is still the repair's own where somebody changed the rest, and says what it left alone.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process()
    {
        foreach (string id in Id)
        {
            if (id.Length == 0)
            {
                // What Repair-ContainerNet gives for a plan that changed nothing.
                WriteVerbose("A repair without an identifier changed nothing, so there is nothing to take back.");
                continue;
            }

            try
            {
                Undo(id);
            }
            catch (ContainerNetException problem)
            {
                // One that cannot be taken back is no reason to leave the others.
                WriteError(Errors.RecordOf(problem));
            }
        }
    }

    private void Undo(string id)
    {
        RepairPlan plan = Await(
            Task.Run(() => _runner.PlanUndoAsync(id, Force, StopToken)), "Reading the host", new LatestStatus(id));
        string text = Display.Clean(PlanText.Of(plan));
        if (!ShouldProcess(text, $"{text}{Environment.NewLine}Do this?", $"{plan.Title} ({id})"))
        {
            return;
        }

        RepairResult result = Await(
            Task.Run(() => _runner.UndoAsync(id, Force, StopToken)), "Taking a repair back", new LatestStatus(plan.Title),
            stopAtOnce: false);
        WriteObject(RepairView.OfJournal(result));
    }
}
