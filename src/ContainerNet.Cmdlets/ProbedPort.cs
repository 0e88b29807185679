using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Probes;

namespace ContainerNet.Cmdlets;

/// <summary>A port and what the probes met there: what was observed, to hold against what was predicted.</summary>
internal sealed record ProbedPort(ContainerPort Port, IReadOnlyList<PortTest> Tests)
{
    /// <summary>The vantages from which clients come and from which the port did not answer.</summary>
    public IEnumerable<PortTest> Failures => Tests.Where(t => t.State is not (PortState.Open or PortState.Unknown));

    /// <summary>Would the finding, if true, keep clients of this port away?</summary>
    public bool IsConcernOf(Finding finding) =>
        finding.Role != FindingRole.Latent
        && finding.Severity != Severity.Info
        && (finding.Engine is null || finding.Engine == Port.Engine)
        && (finding.Container is null || finding.Container == Port.Container)
        && (finding.Network is null || finding.Network == Port.Network)
        && (finding.Port is null || finding.Port == Port.HostPort)
        && (finding.Protocol is null || finding.Protocol == Port.Protocol);

    /// <summary>The finding with what the probes met as its proof.</summary>
    public static Finding Prove(Finding finding, IEnumerable<ProbedPort> ports)
    {
        // One failing port proves a fault of the host as well as three hundred do.
        ProbedPort? witness = ports.Where(p => p.IsConcernOf(finding)).MaxBy(p => p.Failures.Count());
        return witness is null
            ? finding
            : finding with { Evidence = [.. finding.Evidence, .. witness.Tests.Select(EvidenceOf)] };
    }

    /// <summary>How what was seen differs from what the findings say; null when they agree.</summary>
    public string? Difference(IReadOnlyList<Finding> findings)
    {
        List<Finding> mine = findings.Where(IsConcernOf).ToList();
        string name = $"Port {Port.HostPort}/{Port.Protocol.ToString().ToLowerInvariant()} of {Port.Container}";
        if (mine.Count == 0 && Failures.Any())
        {
            string seen = string.Join(", ", Failures.Select(t => $"{t.State} from {t.Vantage}"));
            return $"{name} should answer, and no finding explains what was seen: {seen}.";
        }

        Finding? refuted = mine.Find(f => f.Port is not null && f.Severity == Severity.Error);
        return refuted is not null && Tests.Count == 4 && Tests.All(t => t.State == PortState.Open)
            ? $"{name} answered from every vantage, although {refuted.Code} says: {refuted.Message}"
            : null;
    }

    private static Evidence EvidenceOf(PortTest test) => new()
    {
        Source = $"probe from {test.Vantage} to {Display.EndPoint(test.RemoteAddress, test.RemotePort)}",
        Value = test.Detail.Length > 0 ? $"{test.State}, {test.Detail}" : test.State.ToString(),
    };
}
