using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>What -Snapshot takes: a snapshot object, or the path of a file that holds one.</summary>
public sealed class SnapshotSource
{
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

    /// <summary>The snapshot, or null for a file.</summary>
    public Snapshot? Snapshot { get; }

    /// <summary>The file, or null for an object.</summary>
    public string? Path { get; }

    /// <inheritdoc/>
    public override string ToString() => Path ?? $"snapshot of {Snapshot?.Host.Name}";
}
