namespace ContainerNet.Paths;

/// <summary>One thing in which two paths differ.</summary>
public sealed record PathDifference
{
    /// <summary>In what.</summary>
    public required PathAspect What { get; init; }

    /// <summary>What the expected (predicted) path says, in words.</summary>
    public required string Expected { get; init; }

    /// <summary>What the actual (observed) path says, in words.</summary>
    public required string Actual { get; init; }

    /// <summary>The hop that it is about: the actual path's, or the expected one's where the actual path has none.</summary>
    public Hop? Hop { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{What}: expected {Expected}, found {Actual}";
}
