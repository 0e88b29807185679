namespace ContainerNet.Repairs.Running;

/// <summary>What taking one step back means on the host as it is now.</summary>
internal sealed record StepUndo
{
    /// <summary>Nothing is there to take back.</summary>
    public static StepUndo Nothing { get; } = new();

    /// <summary>What takes it back, as a step of its own; null when there is nothing to do.</summary>
    public RepairStep? Change { get; init; }

    /// <summary>What somebody else changed since, so that it is refused, or left alone when forced.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>What to know besides.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The conflicts in a few sentences; null without any.</summary>
    public string? Conflict => Conflicts.Count switch
    {
        0 => null,
        <= Most => string.Join(' ', Conflicts),
        _ => $"{string.Join(' ', Conflicts.Take(Most))} And {Conflicts.Count - Most} more.",
    };

    /// <summary>What is left alone when it is forced.</summary>
    public IReadOnlyList<string> Left => [.. Notes, .. Conflicts.Select(c => $"Left alone: {c}")];

    private const int Most = 3;

    /// <summary>Taken back by a step.</summary>
    public static StepUndo By(RepairStep change) => new() { Change = change };

    /// <summary>Somebody changed it since.</summary>
    public static StepUndo Refused(string conflict) => new() { Conflicts = [conflict] };
}
