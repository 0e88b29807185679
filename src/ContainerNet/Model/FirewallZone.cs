namespace ContainerNet.Model;

/// <summary>A firewalld zone: what is in force and what the files say.</summary>
public sealed record FirewallZone
{
    /// <summary>The zone's name.</summary>
    public required string Name { get; init; }

    /// <summary>Is it the default zone?</summary>
    public bool IsDefault { get; init; }

    /// <summary>The run-time settings; null when the zone exists in the files only.</summary>
    public ZoneSettings? Active { get; init; }

    /// <summary>The permanent settings; null when the zone exists at run time only.</summary>
    public ZoneSettings? Persistent { get; init; }

    /// <summary>What stands on one side only, such as "port 8080/tcp: active only".</summary>
    public IReadOnlyList<string> Difference { get; init; } = [];
}
