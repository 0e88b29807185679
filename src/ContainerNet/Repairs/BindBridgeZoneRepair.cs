using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Binds a bridge to a firewalld zone that lets containers through: docker where it exists, else trusted.</summary>
public sealed class BindBridgeZoneRepair : IRepair
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN3005"];

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts)
    {
        string? bridge = finding.Interface ?? facts.Networks.FirstOrDefault(n =>
            string.Equals(n.Name, finding.Network, StringComparison.Ordinal)
            && (finding.Engine is null || string.Equals(n.Engine, finding.Engine, StringComparison.Ordinal)))?.Bridge;
        if (bridge is null || facts.Firewalld is not { Running: true } firewalld || !facts.Has(FactKinds.Firewalld))
        {
            return null;
        }

        FirewallZone? zone = Named(firewalld, "docker") ?? Named(firewalld, "trusted");
        if (zone is null)
        {
            return null;
        }

        List<RepairStep> steps = [];
        if (zone.Active is not null && !Holds(zone.Active, bridge))
        {
            string? from = firewalld.Zones.FirstOrDefault(z => z.Active is not null && Holds(z.Active, bridge))?.Name;
            steps.Add(FirewalldCommand.Bind(zone.Name, bridge, from, permanent: false));
        }

        if (zone.Persistent is not null && !Holds(zone.Persistent, bridge))
        {
            string? from = firewalld.Zones.FirstOrDefault(z => z.Persistent is not null && Holds(z.Persistent, bridge))?.Name;
            steps.Add(FirewalldCommand.Bind(zone.Name, bridge, from, permanent: true));
        }

        return new RepairPlan
        {
            Code = finding.Code,
            Subject = finding.Subject,
            Title = $"Bind bridge {bridge} to firewalld's zone {zone.Name}, at run time and permanently",
            Steps = steps,
            Notes = zone.Active is null
                ? [$"Zone {zone.Name} is in the files only; run 'firewall-cmd --reload' to load it."]
                : [],
        };
    }

    private static FirewallZone? Named(Firewalld firewalld, string name) =>
        firewalld.Zones.FirstOrDefault(z => string.Equals(z.Name, name, StringComparison.Ordinal));

    private static bool Holds(ZoneSettings settings, string interfaceName) =>
        settings.Interfaces.Contains(interfaceName, StringComparer.Ordinal);
}
