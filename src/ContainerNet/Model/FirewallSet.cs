namespace ContainerNet.Model;

/// <summary>A named set or map of nf_tables, or a set of ipset.</summary>
public sealed record FirewallSet
{
    /// <summary>The table that holds it; null for a set of ipset, which belongs to the whole namespace.</summary>
    public FirewallTable? Table { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The type of its keys: "ipv4_addr . inet_service" (nft), "hash:ip,port" (ipset).</summary>
    public required string Type { get; init; }

    /// <summary>inet or inet6 for a set of ipset; empty otherwise.</summary>
    public string Family { get; init; } = "";

    /// <summary>Is it a map?</summary>
    public bool IsMap { get; init; }

    /// <summary>True when packets or time change it, so that what was read is true of that moment only.</summary>
    public bool Changes { get; init; }

    /// <summary>Its members; null when they were too many or could not be read.</summary>
    public IReadOnlyList<SetElement>? Elements { get; init; }
}
