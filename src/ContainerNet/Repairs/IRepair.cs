using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Knows how to mend findings of some codes. Pure.</summary>
public interface IRepair
{
    /// <summary>The codes that it mends.</summary>
    IReadOnlyList<string> Codes { get; }

    /// <summary>Plans the mend over the facts of now; null when this finding cannot be mended safely.</summary>
    RepairPlan? Plan(Finding finding, Snapshot facts);
}
