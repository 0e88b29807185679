namespace ContainerNet.Paths.Requests;

/// <summary>A location that was found for a path.</summary>
/// <param name="Kind">How.</param>
/// <param name="Location">The location; null when there is none.</param>
internal readonly record struct LocationMatch(LocationMatchKind Kind, CompiledLocation? Location)
{
    /// <summary>The pattern that matched last, whose groups count.</summary>
    public Pcre? Pattern { get; init; }
}
