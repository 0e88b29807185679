namespace ContainerNet.Paths.Ingresses;

/// <summary>A URL of which something else comes after a move.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Before">What comes of it now.</param>
/// <param name="After">What would.</param>
/// <param name="Kind">What is different.</param>
public sealed record RouteChange(Uri Url, RouteChoice Before, RouteChoice After, RouteChangeKind Kind)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Url}: {Before} -> {After}";
}
