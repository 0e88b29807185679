using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>From a finding to what would mend it. Pure.</summary>
public static class RepairPlanner
{
    /// <summary>
    /// The plan for a finding; null when no safe repair is known: then the finding's Remedy says what to do by hand.
    /// </summary>
    /// <exception cref="ContainerNetException">A repair is known and refuses this host: Problem.RepairUnsupported.</exception>
    public static RepairPlan? Plan(Finding finding, Snapshot facts) => RepairCatalog.For(finding.Code)?.Plan(finding, facts);
}
