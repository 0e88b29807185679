using ContainerNet.Findings;
using ContainerNet.Model.Visits;

namespace ContainerNet.Checks.Visits;

/// <summary>Every check of visits, sorted by code.</summary>
public static class VisitCheckCatalog
{
    /// <summary>The checks.</summary>
    public static IReadOnlyList<IVisitCheck> All { get; } =
    [
        new PrefixReachesApplicationCheck(),     // CN7001
        new RedirectLeavesPrefixCheck(),         // CN7002
        new AssetsOutsideCheck(),                // CN7003
        new CookiePathCheck(),                   // CN7004
        new WebSocketUnmatchedCheck(),           // CN7005
    ];

    /// <summary>Everything that can be found, sorted by code.</summary>
    public static IReadOnlyList<FindingDescriptor> Descriptors { get; } = [.. All.Select(c => c.Reports)];

    /// <summary>Runs all of them. The fault that a browser meets first comes first.</summary>
    public static IReadOnlyList<Finding> Run(Visit visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        return [.. All.Select(c => c.Run(visit)).OfType<VisitFault>().OrderBy(f => f.Step).ThenBy(f => f.Finding.Code, StringComparer.Ordinal).Select(f => f.Finding)];
    }
}
