namespace ContainerNet.Model;

/// <summary>Something that could not be looked at, so that nothing is concluded from it.</summary>
public sealed record Gap
{
    /// <summary>The facts that are missing or incomplete.</summary>
    public required FactKinds Facts { get; init; }

    /// <summary>Where we tried to look.</summary>
    public required string Source { get; init; }

    /// <summary>Why it failed, in the words of the kernel or tool.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Remedy { get; init; }

    /// <summary>True when facts of these kinds were read in part and checks may still use them with care.</summary>
    public bool Partial { get; init; }

    /// <summary>The codes of the findings that could not be looked for because of it.</summary>
    public IReadOnlyList<string> SkippedCodes { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Source}: {Reason}";
}
