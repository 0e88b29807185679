using System.Management.Automation;
using System.Text;
using ContainerNet.Collection;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>What -Snapshot takes: a snapshot object, one that came over remoting or from a job, or the path of a file that holds one.</summary>
public sealed class SnapshotSource
{
    /// <summary>The property by which a snapshot crosses to another process: its JSON (ContainerNet.Types.ps1xml).</summary>
    public const string JsonProperty = "Json";

    private readonly string? _json;

    /// <summary>A snapshot that is at hand.</summary>
    public SnapshotSource(Snapshot snapshot) => Snapshot = snapshot;

    /// <summary>A file written by <c>containernet snapshot</c>.</summary>
    public SnapshotSource(string path) => Path = path;

    /// <summary>The same, as Get-Item gives it.</summary>
    public SnapshotSource(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Path = file.FullName;
    }

    /// <summary>A snapshot as PowerShell brings it from another process, or whatever else PowerShell wraps.</summary>
    /// <exception cref="PSInvalidCastException">It is no snapshot.</exception>
    public SnapshotSource(PSObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        switch (value.BaseObject)
        {
            case Snapshot snapshot:
                Snapshot = snapshot;
                return;
            case FileInfo file:
                Path = file.FullName;
                return;
            case string path:
                Path = path;
                return;
            case SnapshotSource other:
                (Snapshot, Path, _json, ComputerName) = (other.Snapshot, other.Path, other._json, other.ComputerName);
                return;
        }

        // The name of the host stands beside, so that a message can tell whose it is.
        ComputerName = value.Properties["PSComputerName"]?.Value as string;
        _json = value.Properties[JsonProperty]?.Value switch
        {
            string text => text,
            PSObject { BaseObject: string text } => text,
            _ => null,
        };
        if (_json is null || !value.TypeNames.Any(n => n.EndsWith("ContainerNet.Model.Snapshot", StringComparison.Ordinal)))
        {
            throw new PSInvalidCastException($"A {value.TypeNames.FirstOrDefault()} is no snapshot, and no file that holds one.");
        }
    }

    /// <summary>The snapshot, or null for a file and for one that comes from another process.</summary>
    public Snapshot? Snapshot { get; }

    /// <summary>The file, or null for an object.</summary>
    public string? Path { get; }

    /// <summary>The computer that remoting brought it from; null for others.</summary>
    public string? ComputerName { get; }

    /// <summary>Where it comes from, for messages.</summary>
    internal string Source => Path ?? (ComputerName is { } computer ? $"the snapshot from {computer}" : "the snapshot");

    /// <inheritdoc/>
    public override string ToString() => Path ?? (Snapshot is null ? Source : $"snapshot of {Snapshot.Host.Name}");

    /// <summary>The facts.</summary>
    internal Snapshot Load(PSCmdlet command) => Snapshot
        ?? (_json is not null
            ? SnapshotJson.Read(Encoding.UTF8.GetBytes(_json), Source)
            : SnapshotFiles.Read(command.GetUnresolvedProviderPathFromPSPath(Path)));
}
