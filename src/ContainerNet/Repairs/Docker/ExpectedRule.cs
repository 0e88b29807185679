namespace ContainerNet.Repairs.Docker;

/// <summary>A rule that an engine would have written, and where in its chain it may stand.</summary>
internal sealed record ExpectedRule
{
    /// <summary>filter, nat, raw or mangle.</summary>
    public required string Table { get; init; }

    /// <summary>The chain.</summary>
    public required string Chain { get; init; }

    /// <summary>The rule as iptables-save prints it, without the chain.</summary>
    public required string Text { get; init; }

    /// <summary>Rules of a lower rank must stand before this one, or packets take another way; within a rank the order
    /// changes nothing.</summary>
    public int Rank { get; init; }

    /// <summary>The rules of its chain that its rank is compared with: those of a bridge or an address, where no packet meets
    /// rules of two. Empty for all that name none.</summary>
    public string Group { get; init; } = "";

    /// <summary>Does the engine append it (true) or insert it at the top?</summary>
    public bool Appended { get; init; }

    /// <summary>True for a rule that is only written into an empty chain: the chain belongs to the administrator.</summary>
    public bool OnlyIfEmpty { get; init; }
}
