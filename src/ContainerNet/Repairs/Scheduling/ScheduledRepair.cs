namespace ContainerNet.Repairs.Scheduling;

/// <summary>A schedule as it is on the host: what it does, and how it has fared.</summary>
public sealed record ScheduledRepair
{
    /// <summary>The name of its units, without .service and .timer.</summary>
    public required string Name { get; init; }

    /// <summary>Does it only report, or also repair?</summary>
    public required SchedulePolicy Policy { get; init; }

    /// <summary>The codes that it looks for.</summary>
    public required IReadOnlyList<string> Code { get; init; }

    /// <summary>The longest time between two looks.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How often the same repair may be made in an hour.</summary>
    public required int MostPerHour { get; init; }

    /// <summary>Units after whose start it looks as well.</summary>
    public required IReadOnlyList<string> After { get; init; }

    /// <summary>Does systemd start it?</summary>
    public required bool Enabled { get; init; }

    /// <summary>When it last ran; null when it has not since the host was started.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>What systemd says of the last run: success, exit-code, timeout ...; empty before the first.</summary>
    public string LastResult { get; init; } = "";

    /// <summary>When the timer starts it next; null when it runs now or is off.</summary>
    public DateTimeOffset? NextRun { get; init; }
}
