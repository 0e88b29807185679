namespace ContainerNet.Repairs.Docker;

/// <summary>An entry of a map that must be another.</summary>
/// <param name="Map">The map.</param>
/// <param name="Key">The name of an interface.</param>
/// <param name="Before">What the map gives for it now; null for nothing.</param>
/// <param name="After">What it must give.</param>
internal sealed record MapChange(string Map, string Key, string? Before, string After);
