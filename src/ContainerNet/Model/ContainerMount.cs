namespace ContainerNet.Model;

/// <summary>A file or folder of the host that a container sees (a bind mount).</summary>
public sealed record ContainerMount
{
    /// <summary>The path on the host.</summary>
    public required string Source { get; init; }

    /// <summary>The path in the container.</summary>
    public required string Destination { get; init; }

    /// <summary>May the container only read it?</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What is at the source now; null when that could not be told.</summary>
    public MountSource? Found { get; init; }

    /// <summary>Where a file of the source's name was found instead, close to where it should be; null when nobody looked.</summary>
    public IReadOnlyList<string>? Elsewhere { get; init; }
}
