using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Running;

/// <summary>A look at the host: its facts and what the checks made of them.</summary>
/// <param name="Facts">The facts.</param>
/// <param name="Findings">All findings.</param>
/// <param name="Gaps">What could not be looked at.</param>
public sealed record PassLook(Snapshot Facts, IReadOnlyList<Finding> Findings, IReadOnlyList<Gap> Gaps);
