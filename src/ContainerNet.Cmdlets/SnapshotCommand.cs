using System.Management.Automation;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>A cmdlet that answers from facts: of this host now, or of a host that was looked at earlier.</summary>
public abstract class SnapshotCommand : HostCommand
{
    /// <summary>Answers from this snapshot, or file that holds one, and not from this host.</summary>
    [Parameter]
    [ValidateNotNull]
    public SnapshotSource? Snapshot { get; set; }

    private protected override Snapshot Load() => Snapshot is null ? base.Load() : Snapshot.Load(this);
}
