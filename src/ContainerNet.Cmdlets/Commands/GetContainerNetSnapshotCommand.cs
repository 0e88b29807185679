using System.Management.Automation;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Takes a snapshot of this host: every fact that checks and walks may look at.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerNetSnapshot")]
[OutputType(typeof(Snapshot))]
public sealed class GetContainerNetSnapshotCommand : HostCommand
{
    private protected override FactKinds Needs => FactKinds.All;

    private protected override void Process() => WriteObject(Facts);
}
