using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>The first thing on a walk that was not understood.</summary>
/// <param name="Fork">It.</param>
/// <param name="Place">Where.</param>
/// <param name="Hook">At which hook.</param>
/// <param name="HopsBefore">How many hops are certain.</param>
internal sealed record WalkDoubt(Fork Fork, Place Place, PacketHook Hook, int HopsBefore);
