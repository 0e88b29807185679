namespace ContainerNet.Watching;

/// <summary>One event as it came from its source, before those that belong together are told as one change.</summary>
internal sealed record Sighting
{
    public required DateTimeOffset At { get; init; }

    public required ChangeKind Kind { get; init; }

    public required string Subject { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    /// <summary>What happened, in one sentence, if this is all that happened.</summary>
    public required string Words { get; init; }

    /// <summary>What belongs together beside the subject: empty for most.</summary>
    public string Group { get; init; } = "";

    /// <summary>The process that the source named.</summary>
    public SeenProcess? By { get; init; }

    /// <summary>How the source knows it.</summary>
    public string? How { get; init; }

    /// <summary>The setting, as a key, whose writer is the one who did it.</summary>
    public string? Key { get; init; }

    /// <summary>For rules: what was added and removed.</summary>
    public RuleCounts? Rules { get; init; }

    /// <summary>What is told where the kernel dropped news.</summary>
    public static Sighting Loss(DateTimeOffset at, string what, string then) => new()
    {
        At = at,
        Kind = ChangeKind.Lost,
        Subject = what,
        Words = $"Changes of {what} came faster than they could be read, and the kernel dropped some. {then}",
    };
}
