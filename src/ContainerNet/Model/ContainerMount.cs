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

    /// <summary>Why the container's first process may not read it, as "0:0, mode 600, and 1000:1000 asks"; null when it may, or that was not
    /// looked at.</summary>
    public string? Denied { get; init; }

    /// <summary>Where a file of the source's name was found instead, close to where it should be; null when nobody looked.</summary>
    public IReadOnlyList<string>? Elsewhere { get; init; }
}
