using ContainerNet.Findings;

namespace ContainerNet.Checks.Visits;

/// <summary>A fault that a visit shows.</summary>
/// <param name="Step">The number of the first step that shows it.</param>
/// <param name="Finding">The fault.</param>
public sealed record VisitFault(int Step, Finding Finding);
