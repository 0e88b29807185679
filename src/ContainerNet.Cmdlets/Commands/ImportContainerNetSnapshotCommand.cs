using System.Management.Automation;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Reads snapshots from files.</summary>
[Cmdlet(VerbsData.Import, "ContainerNetSnapshot")]
[OutputType(typeof(Snapshot))]
public sealed class ImportContainerNetSnapshotCommand : ContainerNetCommand
{
    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    private protected override void Process()
    {
        foreach (string file in SnapshotFiles.Resolve(this, Path))
        {
            StopToken.ThrowIfCancellationRequested();
            try
            {
                WriteObject(SnapshotFiles.Read(file));
            }
            catch (ContainerNetException problem)
            {
                // One damaged file says nothing about the next.
                WriteError(Errors.RecordOf(problem));
            }
        }
    }
}
