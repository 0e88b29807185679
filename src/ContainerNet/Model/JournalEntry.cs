namespace ContainerNet.Model;

/// <summary>A line of the journal that stands near a change.</summary>
public sealed record JournalEntry
{
    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The unit that it is about, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>Who wrote it (syslog identifier).</summary>
    public string Source { get; init; } = "";

    /// <summary>The text, control characters removed.</summary>
    public required string Message { get; init; }
}
