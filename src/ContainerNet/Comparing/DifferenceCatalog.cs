using ContainerNet.Findings;

namespace ContainerNet.Comparing;

/// <summary>The codes of differences between hosts. They are no faults of a host, so that no check finds them.</summary>
public static class DifferenceCatalog
{
    /// <summary>Sorted by code.</summary>
    public static IReadOnlyList<FindingDescriptor> All { get; } =
    [
        new("CN8001", "A kernel setting differs between hosts", Severity.Warning, "{0} is not the same on all hosts."),
        new("CN8002", "Hosts run different images under the same name", Severity.Warning, "The image of {0} is not the same on all hosts."),
        new("CN8003", "Versions or backends of engine, firewall or kernel differ", Severity.Warning, "{0} is not the same on all hosts."),
        new("CN8004", "Rules, zones or routes differ between hosts", Severity.Warning, "{0} are not the same on all hosts."),
        new("CN8005", "Containers, ports, networks or proxy routes differ", Severity.Warning, "{0} is not the same on all hosts."),
    ];

    /// <summary>What a code says.</summary>
    internal static string TitleOf(string code) => All.First(d => string.Equals(d.Code, code, StringComparison.Ordinal)).Title;
}
