using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Knows how to mend findings of some codes. Pure.</summary>
public interface IRepair
{
    /// <summary>The codes that it mends.</summary>
    IReadOnlyList<string> Codes { get; }

    /// <summary>How long to wait until a look can tell whether it held.</summary>
    TimeSpan Settling => TimeSpan.Zero;

    /// <summary>Does it take effect a moment later, as when a program takes its files anew? Then one look may be too early.</summary>
    bool TakesAMoment => false;

    /// <summary>Codes of findings about the same container that tell that it did not help, though the one that it mends is gone: what does not
    /// run listens on no wrong address either.</summary>
    IReadOnlyList<string> Worse => [];

    /// <summary>Plans the mend over the facts of now; null when this finding cannot be mended safely.</summary>
    RepairPlan? Plan(Finding finding, Snapshot facts);
}
