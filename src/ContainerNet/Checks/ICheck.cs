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

    /// <summary>Are they there? Some checks also need facts that earlier snapshots did not hold.</summary>
    bool CanRun(Snapshot facts) => facts.Has(Needs) && (facts.Proxies is not null || (Needs & FactKinds.Proxies) == FactKinds.None);

    /// <summary>Looks.</summary>
    IEnumerable<Finding> Run(Snapshot facts);
}
