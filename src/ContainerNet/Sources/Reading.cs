using ContainerNet.Model;

namespace ContainerNet.Sources;

/// <summary>What a source read, with what it could not.</summary>
/// <param name="Value">The facts.</param>
/// <param name="Gaps">What is missing from them and why.</param>
public sealed record Reading<T>(T Value, IReadOnlyList<Gap> Gaps)
{
    /// <summary>A reading without gaps.</summary>
    public static implicit operator Reading<T>(T value) => new(value, []);
}
