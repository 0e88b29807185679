using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>Bridges that dockerd bound to firewalld's zone docker, at run time only, and that are in no zone any more.</summary>
internal static class DockerZone
{
    private const string Zone = "docker";

    /// <summary>The steps; none where firewalld does not run, or dockerd has never met it. A bridge that somebody bound to another
    /// zone stays there, as dockerd would leave it.</summary>
    public static IEnumerable<RepairStep> Steps(ContainerEngine engine, Snapshot facts)
    {
        if (facts.Firewalld is not { Running: true } firewalld || !facts.Has(FactKinds.Firewalld)
            || firewalld.Zones.FirstOrDefault(zone => zone.Name == Zone)?.Active is null)
        {
            return [];
        }

        // Bridges of internal networks are bound since 25.
        return facts.Networks
            .Where(n => n.Bridge is not null && n.Driver == "bridge" && n.Engine == engine.Name && (!n.Internal || engine.Major >= 25))
            .Select(n => n.Bridge!)
            .Where(bridge => !firewalld.Zones.Any(zone => zone.Active?.Interfaces.Contains(bridge) == true))
            .Order(StringComparer.Ordinal)
            .Select(bridge => FirewalldCommand.Bind(Zone, bridge, from: null, permanent: false));
    }
}
