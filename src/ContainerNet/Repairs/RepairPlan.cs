namespace ContainerNet.Repairs;

/// <summary>What would be done about a finding. Made from facts alone; nothing has happened yet.</summary>
public sealed record RepairPlan
{
    /// <summary>Code of the finding that it mends.</summary>
    public required string Code { get; init; }

    /// <summary>What the finding is about.</summary>
    public required string Subject { get; init; }

    /// <summary>What will be done, in one sentence.</summary>
    public required string Title { get; init; }

    /// <summary>The steps in order; empty when the host is already as it should be.</summary>
    public required IReadOnlyList<RepairStep> Steps { get; init; }

    /// <summary>What the reader should know besides: a file that will overrule the change, connections that end.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
