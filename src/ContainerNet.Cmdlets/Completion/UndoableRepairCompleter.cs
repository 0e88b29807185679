using ContainerNet.Repairs;

namespace ContainerNet.Cmdlets.Completion;

/// <summary>Completes the identifiers of repairs that can be taken back.</summary>
public sealed class UndoableRepairCompleter : RepairCompleter
{
    private protected override bool IsOffered(RepairResult repair) =>
        repair.Status is RepairStatus.Repaired or RepairStatus.StillBroken or RepairStatus.Interrupted;
}
