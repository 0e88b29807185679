namespace ContainerNet.Comparing;

/// <summary>A fact that is not the same on all hosts.</summary>
public sealed record SnapshotDifference
{
    /// <summary>CN8001 to CN8005.</summary>
    public required string Code { get; init; }

    /// <summary>What the code says, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Its place in the list, from 1: what changes most of what clients meet comes first.</summary>
    public required int Rank { get; init; }

    /// <summary>What differs, in names that mean the same on every host: net.ipv4.ip_forward, rules of ip filter DOCKER-USER.</summary>
    public required string Fact { get; init; }

    /// <summary>What kind of fact.</summary>
    public required FactArea Area { get; init; }

    /// <summary>The container that it is about, or null.</summary>
    public string? Container { get; init; }

    /// <summary>The network that it is about, or null.</summary>
    public string? Network { get; init; }

    /// <summary>The values, each with the hosts that have it; that of the reference first.</summary>
    public required IReadOnlyList<FactValue> Values { get; init; }

    /// <summary>The hosts whose value is not the reference's.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>The paths on which it alone changes what becomes of a packet, by prediction; empty when it changes none.</summary>
    public required IReadOnlyList<ChangedPath> Breaks { get; init; }

    /// <summary>The other difference that brings this one along, or null.</summary>
    public string? CausedBy { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {Fact}: {string.Join("; ", Values)}";
}
