namespace ContainerNet.Model;

/// <summary>A systemd unit that writes rules or runs an engine.</summary>
public sealed record SystemdUnit
{
    /// <summary>The unit's name, such as docker.service.</summary>
    public required string Name { get; init; }

    /// <summary>active, inactive, failed ...</summary>
    public string ActiveState { get; init; } = "";

    /// <summary>enabled, disabled, masked, static ... or empty.</summary>
    public string FileState { get; init; } = "";

    /// <summary>Is there such a unit on this host?</summary>
    public bool IsLoaded { get; init; }

    /// <summary>Process id of its main process, or 0.</summary>
    public int MainProcessId { get; init; }

    /// <summary>When it last became active.</summary>
    public DateTimeOffset? ActiveSince { get; init; }

    /// <summary>The same on the monotonic clock, which orders units of one boot, microseconds.</summary>
    public long ActiveSinceMonotonicUs { get; init; }

    /// <summary>When it last became inactive.</summary>
    public DateTimeOffset? InactiveSince { get; init; }

    /// <summary>Is it active?</summary>
    public bool IsActive => ActiveState is "active" or "reloading";
}
