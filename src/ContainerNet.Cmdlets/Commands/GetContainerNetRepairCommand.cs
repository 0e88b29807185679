using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Hosting;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Lists what was repaired on this host, from the journal: the newest first.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerNetRepair")]
[OutputType(typeof(RepairResult))]
public sealed class GetContainerNetRepairCommand : ContainerNetCommand
{
    /// <summary>Identifiers of repairs; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RepairCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Codes of the findings that were repaired; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CodeCompleter))]
    public string[] Code { get; set; } = [];

    /// <summary>Only those that were begun at this time or later.</summary>
    [Parameter]
    public DateTime Since { get; set; } = DateTime.MinValue;

    /// <summary>Only so many, the newest ones.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Newest { get; set; } = int.MaxValue;

    /// <summary>Only those that were killed or stuck in the middle, which Undo-ContainerNetRepair finishes.</summary>
    [Parameter]
    public SwitchParameter Incomplete { get; set; }

    private protected override void Process()
    {
        NameFilter ids = new(Id);
        NameFilter codes = new(Code);
        RepairRunner runner = new(new LinuxHost());
        IEnumerable<RepairResult> found = runner
            .History(path => WriteWarning(Display.Clean($"{path} is not a record of this journal; it is passed over.")))
            .Where(r => ids.Matches(r.Id) && codes.Matches(r.Code))
            .Where(r => r.At is { } at && (Since == DateTime.MinValue || at.UtcDateTime >= Since.ToUniversalTime()))
            .Where(r => !Incomplete || r.Status == RepairStatus.Interrupted)
            .Take(Newest);
        foreach (RepairResult repair in found)
        {
            WriteObject(RepairView.OfJournal(repair));
        }

        foreach (string id in ids.Missing)
        {
            WriteError(Errors.RecordOf(new ContainerNetException(
                Problem.TargetNotFound, id, $"The journal of this host has no repair '{id}'.")));
        }
    }
}
