using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Switches forwarding on, and keeps it on with a file of our own that sorts last.</summary>
public sealed class EnableForwardingRepair : IRepair
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN1001", "CN1002", "CN1003", "CN1004", "CN1010", "CN1011"];

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts)
    {
        if (!facts.Has(FactKinds.Settings))
        {
            return null;
        }

        string? interfaceName = finding.Code is "CN1004" ? InterfaceOf(finding, facts) : null;
        if (finding.Code is "CN1004" && interfaceName is null)
        {
            return null;
        }

        RepairPlan plan = ForwardingPlan.Make(facts, FamilyOf(finding), enabled: true, persist: true, interfaceName);

        // Nothing to write and yet a finding: only a file of the administrator's overrules, which is not ours to change.
        return plan is { Steps.Count: 0, Notes.Count: > 0 }
            ? null
            : plan with { Code = finding.Code, Subject = finding.Subject };
    }

    private static AddressFamily FamilyOf(Finding finding) =>
        finding.Code is "CN1003" || finding.Subject.Contains("ipv6", StringComparison.OrdinalIgnoreCase)
            ? AddressFamily.IPv6
            : AddressFamily.IPv4;

    private static string? InterfaceOf(Finding finding, Snapshot facts) =>
        finding.Interface ?? facts.Link(finding.Subject)?.Name;
}
