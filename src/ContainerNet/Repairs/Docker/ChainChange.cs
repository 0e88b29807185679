namespace ContainerNet.Repairs.Docker;

/// <summary>What must change in one chain, so that it holds the expected rules and keeps everybody else's.</summary>
internal sealed record ChainChange
{
    /// <summary>The chain.</summary>
    public required string Chain { get; init; }

    /// <summary>True when the chain must be made.</summary>
    public bool IsNew { get; init; }

    /// <summary>The rules of now.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Positions in <see cref="Before"/> of the rules that go, from 0, ascending.</summary>
    public IReadOnlyList<int> Removed { get; init; } = [];

    /// <summary>The rules afterwards.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Positions in <see cref="After"/> of the rules that come, from 0, ascending.</summary>
    public IReadOnlyList<int> Added { get; init; } = [];

    /// <summary>Nothing to do?</summary>
    public bool IsEmpty => !IsNew && Removed.Count == 0 && Added.Count == 0;
}
