using System.Management.Automation;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Writes snapshots to files, whole or not at all.</summary>
[Cmdlet(VerbsData.Export, "ContainerNetSnapshot", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportContainerNetSnapshotCommand : HostCommand
{
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>The file; or a folder that exists, in which each host gets HOST.json.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The snapshots; without any, this host is looked at.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public SnapshotSource? InputObject { get; set; }

    /// <summary>Replaces addresses and names, each by the same everywhere in the file.</summary>
    [Parameter]
    public SwitchParameter Redact { get; set; }

    /// <summary>Leaves a file alone that is there already.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Gives the files that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override FactKinds Needs => FactKinds.All;

    private protected override void Process()
    {
        Snapshot snapshot = InputObject is null ? Facts : InputObject.Load(this);
        byte[] json = Redact ? SnapshotJson.WriteRedacted(snapshot) : SnapshotJson.Write(snapshot);
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        if (Directory.Exists(path))
        {
            // A redacted file is not given away by its name.
            string name = Redact ? $"host{_written.Count + 1}" : SafeName(snapshot.Host.Name);
            path = System.IO.Path.Combine(path, $"{name}.json");
        }

        if (!_written.Add(path))
        {
            throw new ContainerNetException(Problem.SnapshotUnreadable, path,
                $"{path} was just written for another snapshot: name a folder that exists for several hosts.");
        }

        if (NoClobber && File.Exists(path))
        {
            throw new ContainerNetException(Problem.SnapshotUnreadable, path, $"{path} is there already.");
        }

        if (ShouldProcess(path, $"Write the snapshot of {Display.Clean(snapshot.Host.Name)}"))
        {
            SnapshotFile.Write(path, json);
            if (PassThru)
            {
                WriteObject(new FileInfo(path));
            }
        }
    }

    private static string SafeName(string host) =>
        host.Length is > 0 and < 200 && host[0] != '.' && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') ? host : "host";
}
