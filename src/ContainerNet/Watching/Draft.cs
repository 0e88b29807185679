namespace ContainerNet.Watching;

/// <summary>A change whose surroundings nobody has looked at yet.</summary>
/// <param name="Change">What happened.</param>
/// <param name="By">The process that the source named.</param>
/// <param name="How">How the source knows it.</param>
/// <param name="Key">The setting whose writer is the one who did it.</param>
/// <param name="Until">When the last of its events came.</param>
internal sealed record Draft(NetChange Change, SeenProcess? By, string? How, string? Key, DateTimeOffset Until);
