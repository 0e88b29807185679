namespace ContainerNet.Model;

/// <summary>A connection that the kernel tracks and whose destination it rewrites (conntrack(8)).</summary>
public sealed record TrackedConnection
{
    /// <summary>The transport.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>As the client sends it.</summary>
    public required TrackedTuple Original { get; init; }

    /// <summary>As the answer comes.</summary>
    public required TrackedTuple Reply { get; init; }

    /// <summary>Was an answer seen (IPS_SEEN_REPLY)?</summary>
    public bool Answered { get; init; }

    /// <summary>Seconds until it is forgotten if nothing more comes; null when not told.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Its mark.</summary>
    public uint Mark { get; init; }
}
