using System.Management.Automation;
using ContainerNet.Checks;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Hosting;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Scheduling;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Has systemd look for chosen faults, and mend them, by itself.</summary>
[Cmdlet(VerbsLifecycle.Register, "ContainerNetRepair", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ScheduledRepair))]
public sealed class RegisterContainerNetRepairCommand : ScheduleCommand
{
    /// <summary>The name of its units.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    public string Name { get; set; } = RepairSchedule.DefaultName;

    /// <summary>Report writes what is found into the journal and changes nothing; Repair mends it too.</summary>
    [Parameter]
    public SchedulePolicy Policy { get; set; } = SchedulePolicy.Report;

    /// <summary>The codes that it may report or repair, and no others; * and ? are wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CodeCompleter))]
    public string[] Code { get; set; } = [.. RepairSchedule.DefaultCode];

    /// <summary>The longest time between two looks.</summary>
    [Parameter]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the same repair may be made in an hour.</summary>
    [Parameter]
    [ValidateRange(1, 60)]
    public int MostPerHour { get; set; } = 3;

    /// <summary>Units after whose start or restart it looks as well.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] After { get; set; } = [.. RepairSchedule.DefaultAfter];

    /// <summary>The program containernet, where it is not beside the module or in a usual folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Program { get; set; }

    private protected override void Process()
    {
        RepairSchedule schedule = new()
        {
            Name = Name,
            Policy = Policy,
            Code = Codes(),
            Interval = TimeSpan.FromSeconds(Math.Round(Interval.TotalSeconds)),
            MostPerHour = MostPerHour,
            After = After.Distinct(StringComparer.Ordinal).ToList(),
            Program = Await(
                Task.Run(() => ScheduledProgram.FindAsync(
                    ThisHost, Program is null ? null : GetUnresolvedProviderPathFromPSPath(Program), MyInvocation.MyCommand.Module.ModuleBase, StopToken)),
                "Looking for the program", new LatestStatus("containernet")),
        };
        RepairResult? result = Apply(SchedulePlan.Register(schedule, Read(Name)));
        if (result is { Status: RepairStatus.Repaired or RepairStatus.NotNeeded })
        {
            WriteObject(Describe(schedule, Read(Name)));
        }
    }

    /// <summary>The wildcards are taken now: a code that a later version knows is not allowed by that.</summary>
    private List<string> Codes()
    {
        List<string> codes = [];
        foreach (string pattern in Code)
        {
            WildcardPattern wanted = new(pattern, WildcardOptions.IgnoreCase);
            List<string> known = CheckCatalog.Descriptors.Select(d => d.Code).Where(wanted.IsMatch).ToList();
            List<string> usable = Policy == SchedulePolicy.Repair ? known.Where(RepairCatalog.Covers).ToList() : known;
            if (usable.Count == 0)
            {
                throw known.Count == 0
                    ? new ContainerNetException(Problem.TargetNotFound, pattern, $"There is no code '{pattern}'.")
                    : new ContainerNetException(
                        Problem.RepairUnsupported, pattern, $"No repair is known for '{pattern}': it can only be reported (-Policy Report).");
            }

            codes.AddRange(usable);
        }

        return codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
    }
}
