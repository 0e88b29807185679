using ContainerNet.Findings;

namespace ContainerNet.Repairs.Running;

/// <summary>What became of one finding in a pass.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="State">What became of it.</param>
/// <param name="Result">The repair; null when there was none.</param>
/// <param name="Message">One sentence about it.</param>
/// <param name="Plan">What would be done or was done; null when no repair is known.</param>
public sealed record PassOutcome(Finding Finding, PassState State, RepairResult? Result, string Message, RepairPlan? Plan);
