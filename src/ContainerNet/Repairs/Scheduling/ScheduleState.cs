namespace ContainerNet.Repairs.Scheduling;

/// <summary>What of a schedule is on the host.</summary>
public sealed record ScheduleState
{
    /// <summary>The text of its service; null when there is none.</summary>
    public string? Service { get; init; }

    /// <summary>The text of its timer; null when there is none.</summary>
    public string? Timer { get; init; }

    /// <summary>Are both enabled, and does the timer run?</summary>
    public bool Enabled { get; init; }

    /// <summary>When the service last began.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>How it ended.</summary>
    public string LastResult { get; init; } = "";

    /// <summary>When the timer starts it next.</summary>
    public DateTimeOffset? NextRun { get; init; }
}
