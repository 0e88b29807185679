using ContainerNet.Findings;

namespace ContainerNet.Watching;

/// <summary>A finding that came or went while the host was watched, and the changes right before.</summary>
/// <param name="When">When that was noticed.</param>
/// <param name="State">Present, Appeared or Gone.</param>
/// <param name="Finding">The finding, as it was last.</param>
/// <param name="Because">The changes that made the checks run again; empty for what was there at the beginning.</param>
public sealed record FindingChange(DateTimeOffset When, FindingState State, Finding Finding, IReadOnlyList<NetChange> Because);
