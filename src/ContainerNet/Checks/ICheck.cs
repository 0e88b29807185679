using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>Looks for one fault in a snapshot. Pure: the same snapshot gives the same findings.</summary>
public interface ICheck
{
    /// <summary>The findings that it can report.</summary>
    IReadOnlyList<FindingDescriptor> Reports { get; }

    /// <summary>The facts without which it is skipped, loudly.</summary>
    FactKinds Needs { get; }

    /// <summary>Looks.</summary>
    IEnumerable<Finding> Run(Snapshot facts);
}
