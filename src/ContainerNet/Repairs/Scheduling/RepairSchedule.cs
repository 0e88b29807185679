namespace ContainerNet.Repairs.Scheduling;

/// <summary>What a schedule does and when, as it stands in its unit files.</summary>
public sealed record RepairSchedule
{
    /// <summary>The name without configuration.</summary>
    public const string DefaultName = "containernet-repair";

    /// <summary>The name of its units, without .service and .timer.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>Does it only report, or also repair?</summary>
    public required SchedulePolicy Policy { get; init; }

    /// <summary>The codes that it looks for, sorted. No other finding is reported, and none repaired.</summary>
    public required IReadOnlyList<string> Code { get; init; }

    /// <summary>The longest time between two looks.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How often the same repair may be made in an hour before the schedule stops and says so.</summary>
    public required int MostPerHour { get; init; }

    /// <summary>Units after whose start or restart it looks as well.</summary>
    public required IReadOnlyList<string> After { get; init; }

    /// <summary>The program that the service runs, by its absolute path.</summary>
    public required string Program { get; init; }

    /// <summary>The codes without configuration: what restarts of firewalld and roll-outs of settings take away, and what
    /// comes back without anybody noticing the repair.</summary>
    public static IReadOnlyList<string> DefaultCode { get; } = ["CN1001", "CN3001", "CN3002", "CN3004", "CN3009", "CN3016"];

    /// <summary>The units without configuration: those that flush rules, set sysctls or touch bridges when they start.</summary>
    public static IReadOnlyList<string> DefaultAfter { get; } =
    [
        "firewalld.service", "docker.service", "nftables.service", "NetworkManager.service", "systemd-networkd.service",
        "systemd-sysctl.service",
    ];
}
