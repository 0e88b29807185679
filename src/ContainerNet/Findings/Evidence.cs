namespace ContainerNet.Findings;

/// <summary>Something that was read, and where; so that a reader can look for herself.</summary>
public sealed record Evidence
{
    /// <summary>Where it was read: a file and line, a command, a chain, a unit, an API call.</summary>
    public required string Source { get; init; }

    /// <summary>What stood there.</summary>
    public required string Value { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Source}: {Value}";
}
