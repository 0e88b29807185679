using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Hosting;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Scheduling;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Removes a schedule with every trace of it: unit files, links, a failure that systemd remembers.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "ContainerNetRepair", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RepairResult))]
public sealed class UnregisterContainerNetRepairCommand : ScheduleCommand
{
    /// <summary>The name of its units.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    public string[] Name { get; set; } = [RepairSchedule.DefaultName];

    private protected override void Process()
    {
        foreach (string name in Name)
        {
            ScheduleState state = Read(name);
            if (state.Service is null && state.Timer is null)
            {
                WriteError(Errors.RecordOf(new ContainerNetException(
                    Problem.TargetNotFound, name, $"There is no schedule named '{name}' on this host.")));
                continue;
            }

            RepairResult? result = Apply(SchedulePlan.Unregister(name, state));
            if (result is not null)
            {
                WriteObject(result);
            }
        }
    }
}
