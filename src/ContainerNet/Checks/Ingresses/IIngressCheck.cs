using ContainerNet.Findings;

namespace ContainerNet.Checks.Ingresses;

/// <summary>Looks for one fault in ingresses, by what manifests or a cluster say alone. Pure.</summary>
public interface IIngressCheck
{
    /// <summary>The findings that it can report.</summary>
    IReadOnlyList<FindingDescriptor> Reports { get; }

    /// <summary>Looks.</summary>
    IEnumerable<Finding> Run(IngressFacts facts);
}
