using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>Which units write firewall rules, and in which order they came up.</summary>
internal static class UnitOrder
{
    private static readonly string[] s_firewalls =
    [
        "firewalld.service", "nftables.service", "netfilter-persistent.service", "iptables.service", "ip6tables.service",
        "ufw.service", "shorewall.service", "ferm.service",
    ];

    /// <summary>The unit that runs an engine, or null.</summary>
    public static SystemdUnit? EngineUnit(Snapshot facts, ContainerEngine engine) =>
        facts.Unit(engine.Kind == EngineKind.Docker ? "docker.service" : "podman.service");

    /// <summary>Firewall units that became active after an engine's unit did.</summary>
    public static IEnumerable<SystemdUnit> FirewallsAfter(Snapshot facts, SystemdUnit engine) => facts.Units
        .Where(u => u.IsActive && u.ActiveSince is not null && s_firewalls.Contains(u.Name, StringComparer.Ordinal)
            && IsLater(u, engine));

    public static Evidence Evidence(SystemdUnit unit) => Questions.Read(
        $"systemctl show {unit.Name}",
        $"{unit.ActiveState} since {unit.ActiveSince?.Text() ?? "an unknown time"}"
            + (unit.MainProcessId > 0 ? $", process {unit.MainProcessId}" : ""));

    /// <summary>The monotonic clock orders units of one boot even when the wall clock was set in between.</summary>
    private static bool IsLater(SystemdUnit unit, SystemdUnit other) =>
        unit.ActiveSinceMonotonicUs > 0 && other.ActiveSinceMonotonicUs > 0
            ? unit.ActiveSinceMonotonicUs > other.ActiveSinceMonotonicUs
            : unit.ActiveSince > other.ActiveSince;
}
