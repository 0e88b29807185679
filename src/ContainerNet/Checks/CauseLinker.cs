using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>Ties consequences to the finding that explains them.</summary>
internal static class CauseLinker
{
    public static IReadOnlyList<Finding> Link(IReadOnlyList<Finding> findings, Snapshot facts)
    {
        Dictionary<string, List<Finding>> byCode = [];
        foreach (Finding finding in findings)
        {
            if (!byCode.TryGetValue(finding.Code, out List<Finding>? same))
            {
                byCode[finding.Code] = same = [];
            }

            same.Add(finding);
        }

        return [.. findings.Select(f => CauseOf(f, byCode, facts) is { } cause
            ? f with { Role = FindingRole.Consequence, CausedBy = cause }
            : f)];
    }

    private static string? CauseOf(Finding finding, Dictionary<string, List<Finding>> byCode, Snapshot facts)
    {
        FindingDescriptor? descriptor = CheckCatalog.Descriptor(finding.Code);
        return descriptor?.ExplainedBy.FirstOrDefault(code => byCode.TryGetValue(code, out List<Finding>? found)
            && found.Any(cause => (!descriptor.OnlyWithinContainer || (finding.Container is not null && cause.Container is not null))
                && Explains(cause, finding, facts)));
    }

    /// <summary>What is not broken yet, or is only worth knowing, explains nothing that fails now.</summary>
    private static bool Explains(Finding cause, Finding finding, Snapshot facts) =>
        !ReferenceEquals(cause, finding)
        && (cause.Role != FindingRole.Latent || finding.Role == FindingRole.Latent)
        && cause.Severity != Severity.Info
        && Same(cause.Engine, finding.Engine)
        && SameContainer(cause, finding, facts)
        && SameNetwork(cause, finding, facts)
        && (cause.Port is null || finding.Port is null || cause.Port == finding.Port);

    private static bool SameContainer(Finding cause, Finding finding, Snapshot facts) =>
        cause.Container is null || finding.Container is null
            ? cause.Container is null || finding.Network is null || IsOn(cause.Container, finding.Network, facts)
            : Same(cause.Container, finding.Container);

    private static bool SameNetwork(Finding cause, Finding finding, Snapshot facts) =>
        cause.Network is null
        || (finding.Network is not null
            ? Same(cause.Network, finding.Network)
            : finding.Container is null || IsOn(finding.Container, cause.Network, facts));

    private static bool Same(string? left, string? right) =>
        left is null || right is null || string.Equals(left, right, StringComparison.Ordinal);

    private static bool IsOn(string container, string network, Snapshot facts) => facts.Containers.Any(c =>
        string.Equals(c.Name, container, StringComparison.Ordinal)
        && c.Endpoints.Any(e => string.Equals(e.Network, network, StringComparison.Ordinal)));
}
