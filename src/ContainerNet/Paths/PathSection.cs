namespace ContainerNet.Paths;

/// <summary>The hops that a packet has in one network namespace, before it goes to the next one.</summary>
/// <param name="Place">"host", or the container.</param>
/// <param name="Direction">The packet, or its answer.</param>
/// <param name="Rows">The hops, in order.</param>
public sealed record PathSection(string Place, PathDirection Direction, IReadOnlyList<PathRow> Rows);
