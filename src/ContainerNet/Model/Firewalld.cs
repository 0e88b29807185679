namespace ContainerNet.Model;

/// <summary>The state of firewalld.</summary>
public sealed record Firewalld
{
    /// <summary>Does it answer on D-Bus?</summary>
    public required bool Running { get; init; }

    /// <summary>Its version, such as 1.3.3, or null.</summary>
    public string? Version { get; init; }

    /// <summary>nftables or iptables (FirewallBackend).</summary>
    public string? Backend { get; init; }

    /// <summary>Zone of interfaces that name none.</summary>
    public string? DefaultZone { get; init; }

    /// <summary>True when direct rules, chains or passthroughs are configured, run-time or in direct.xml: then a
    /// reload flushes iptables as well (firewalld fw.py, may_skip_flush_direct_backends).</summary>
    public bool HasDirectRules { get; init; }

    /// <summary>Whether a reload forgets run-time interface bindings (FlushAllOnReload).</summary>
    public bool FlushAllOnReload { get; init; } = true;

    /// <summary>Whether published container ports are blocked on purpose (StrictForwardPorts, 2.3 and later).</summary>
    public bool StrictForwardPorts { get; init; }

    /// <summary>The zones.</summary>
    public IReadOnlyList<FirewallZone> Zones { get; init; } = [];

    /// <summary>The zone that an interface is bound to now, else the default zone.</summary>
    public FirewallZone? ZoneOf(string interfaceName) =>
        Zones.FirstOrDefault(z => z.Active?.Interfaces.Contains(interfaceName, StringComparer.Ordinal) == true)
        ?? Zones.FirstOrDefault(z => string.Equals(z.Name, DefaultZone, StringComparison.Ordinal));

    /// <summary>Does a reload, restart or stop of firewalld wipe rules that others wrote with iptables?
    /// Null when the version is not known.</summary>
    public bool? WipesIptables
    {
        get
        {
            if (Version is null || !System.Version.TryParse(Version.Split('-', '~', '+')[0], out Version? version))
            {
                return null;
            }

            return !string.Equals(Backend, "nftables", StringComparison.Ordinal) || version.Major < 2 || HasDirectRules;
        }
    }
}
