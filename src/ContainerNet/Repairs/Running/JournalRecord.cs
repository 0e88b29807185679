using System.Text.Json.Serialization;

namespace ContainerNet.Repairs.Running;

/// <summary>A repair in the journal: what it does, how to take it back, and how far it came.</summary>
public sealed record JournalRecord
{
    /// <summary>Its identifier, which is the name of its file.</summary>
    public required string Id { get; init; }

    /// <summary>What was planned; the steps hold the before-state as it was found, and their inverse.</summary>
    public required RepairPlan Plan { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How far it came.</summary>
    public RepairState State { get; init; }

    /// <summary>Steps that were begun; the last of them may or may not have taken effect when the run was killed.</summary>
    public int Started { get; init; }

    /// <summary>Steps that are done.</summary>
    public int Finished { get; init; }

    /// <summary>What went wrong, or null.</summary>
    public string? Error { get; init; }

    /// <summary>Was the finding still there afterwards?</summary>
    public bool StillBroken { get; init; }

    /// <summary>What was left alone when it was taken back, and why; null in records of before.</summary>
    public IReadOnlyList<string>? Left { get; init; }

    /// <summary>May the host hold something of it, so that there is something to take back?</summary>
    [JsonIgnore]
    public bool HoldsChanges => State is RepairState.Running or RepairState.Stuck or RepairState.Done;

    /// <summary>Was it interrupted, so that Undo has to finish it?</summary>
    public bool IsInterrupted => State is RepairState.Running or RepairState.Stuck;
}
