using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>What all engines of a host told.</summary>
/// <param name="Engines">The engines that answered.</param>
/// <param name="Networks">Their networks.</param>
/// <param name="Containers">Their containers.</param>
public sealed record EngineFacts(
    IReadOnlyList<ContainerEngine> Engines,
    IReadOnlyList<ContainerNetwork> Networks,
    IReadOnlyList<Container> Containers)
{
    /// <summary>No engine.</summary>
    public static EngineFacts None { get; } = new([], [], []);
}
