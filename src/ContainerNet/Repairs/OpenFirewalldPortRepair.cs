using System.Globalization;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Opens a port in the firewalld zone that its clients come through, at run time and permanently.</summary>
public sealed class OpenFirewalldPortRepair : IRepair
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN3006", "CN3007"];

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts)
    {
        if (facts.Firewalld is not { Running: true } firewalld || !facts.Has(FactKinds.Firewalld)
            || finding.Port is not (> 0 and <= ushort.MaxValue))
        {
            return null;
        }

        if (ZoneOf(finding, facts, firewalld) is not { } zone)
        {
            return null;
        }

        string protocol = finding.Protocol switch
        {
            Protocol.Udp => "udp",
            Protocol.Sctp => "sctp",
            _ => "tcp",
        };
        string port = string.Create(CultureInfo.InvariantCulture, $"{finding.Port}/{protocol}");
        List<RepairStep> steps = [];
        if (zone.Active?.Ports.Contains(port, StringComparer.Ordinal) != true)
        {
            steps.Add(FirewalldCommand.OpenPort(zone.Name, port, permanent: false));
        }

        List<string> notes = [];
        if (zone.Persistent is null)
        {
            notes.Add($"Zone {zone.Name} exists at run time only, so the port is open until firewalld reloads.");
        }
        else if (!zone.Persistent.Ports.Contains(port, StringComparer.Ordinal))
        {
            steps.Add(FirewalldCommand.OpenPort(zone.Name, port, permanent: true));
        }

        return new RepairPlan
        {
            Code = finding.Code,
            Subject = finding.Subject,
            Title = $"Open {port} in firewalld's zone {zone.Name}, at run time and permanently",
            Steps = steps,
            Notes = notes,
        };
    }

    /// <summary>The zone of the named interface, else of the interface with the default route, which outside clients use.</summary>
    private static FirewallZone? ZoneOf(Finding finding, Snapshot facts, Firewalld firewalld)
    {
        string? name = finding.Interface;
        if (name is null)
        {
            int uplink = facts.Routes
                .Where(r => r is { Destination.PrefixLength: 0, LinkIndex: > 0, Type: "unicast" })
                .OrderBy(r => r.Metric)
                .Select(r => r.LinkIndex)
                .FirstOrDefault();
            name = facts.Links.FirstOrDefault(l => l.Index == uplink)?.Name ?? "";
        }

        return firewalld.ZoneOf(name);
    }
}
