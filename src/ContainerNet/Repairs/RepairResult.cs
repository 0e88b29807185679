namespace ContainerNet.Repairs;

/// <summary>The outcome of a repair, as it stands in the journal too.</summary>
public sealed record RepairResult
{
    /// <summary>Identifier of the journal entry; empty when nothing was written.</summary>
    public string Id { get; init; } = "";

    /// <summary>Code of the finding.</summary>
    public required string Code { get; init; }

    /// <summary>What the finding is about.</summary>
    public required string Subject { get; init; }

    /// <summary>What became of it.</summary>
    public required RepairStatus Status { get; init; }

    /// <summary>What was done or would be done, a step a line.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>What to know besides.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>When it was done.</summary>
    public DateTimeOffset? At { get; init; }
}
