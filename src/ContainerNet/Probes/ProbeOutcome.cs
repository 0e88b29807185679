namespace ContainerNet.Probes;

/// <summary>What one knock met.</summary>
/// <param name="State">The state.</param>
/// <param name="Detail">What was seen, in words.</param>
internal sealed record ProbeOutcome(PortState State, string Detail);
