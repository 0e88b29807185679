using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Repairs.Running;
using ContainerNet.Repairs.Scheduling;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>The schedules of this host, and how they have fared.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerNetSchedule")]
[OutputType(typeof(ScheduledRepair))]
public sealed class GetContainerNetScheduleCommand : ScheduleCommand
{
    /// <summary>Names of schedules; * and ? are wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override void Process()
    {
        NameFilter filter = new(Name);
        foreach (string name in ScheduleReader.Names(ThisHost).Where(filter.Matches))
        {
            ScheduleState state = Read(name);
            if (state.Service is { } text && ScheduleUnits.Parse(name, text) is { } schedule)
            {
                WriteObject(Describe(schedule, state));
            }
        }
    }
}
