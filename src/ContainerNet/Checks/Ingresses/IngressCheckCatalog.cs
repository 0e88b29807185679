using ContainerNet.Findings;

namespace ContainerNet.Checks.Ingresses;

/// <summary>Every check of ingresses, sorted by code. They look at manifests or at a cluster and not at a host, so that they are apart from
/// <see cref="CheckCatalog"/>.</summary>
public static class IngressCheckCatalog
{
    /// <summary>The checks.</summary>
    public static IReadOnlyList<IIngressCheck> All { get; } =
    [
        new EndpointsMissingCheck(),     // CN7006
        new RewriteCollapsesCheck(),     // CN7007
        new PatternModeCheck(),          // CN7008
        new BackendMissingCheck(),       // CN7009
        new AnnotationIgnoredCheck(),    // CN7010
        new PathClaimedTwiceCheck(),     // CN7011
    ];

    /// <summary>Everything that can be found, sorted by code.</summary>
    public static IReadOnlyList<FindingDescriptor> Descriptors { get; } = [.. All.SelectMany(c => c.Reports)];

    /// <summary>Runs all of them.</summary>
    public static IReadOnlyList<Finding> Run(IngressFacts facts) =>
        [.. All.SelectMany(c => c.Run(facts)).OrderByDescending(f => f.Severity).ThenBy(f => f.Code, StringComparer.Ordinal)];
}
