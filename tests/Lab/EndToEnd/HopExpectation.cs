namespace ContainerNet.Lab.EndToEnd;

/// <summary>What must be true of a hop; what is not named may be anything.</summary>
/// <param name="Layer">Link, Netfilter, Routing...</param>
/// <param name="Action">Enter, Drop, Dnat...</param>
public sealed record HopExpectation(string Layer, string Action)
{
    /// <summary>Original or Reply.</summary>
    public string Direction { get; init; } = "Original";

    /// <summary>"host", or a container.</summary>
    public string Place { get; init; } = "host";

    /// <summary>The hook.</summary>
    public string? Hook { get; init; }

    /// <summary>IptablesNft, IptablesLegacy, Nftables.</summary>
    public string? Backend { get; init; }

    /// <summary>The table.</summary>
    public string? Table { get; init; }

    /// <summary>The chain.</summary>
    public string? Chain { get; init; }

    /// <summary>A part of the rule's text.</summary>
    public string? Rule { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? Owner { get; init; }

    /// <summary>firewalld's zone.</summary>
    public string? Zone { get; init; }

    /// <summary>Why, where no rule did it.</summary>
    public string? Reason { get; init; }

    /// <summary>A part of what is said besides.</summary>
    public string? Detail { get; init; }

    /// <summary>The source address after it.</summary>
    public string? Source { get; init; }

    /// <summary>The destination address and port after it.</summary>
    public string? Destination { get; init; }

    /// <summary>Is it so?</summary>
    public bool Fits(ReportedHop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        return hop.Layer == Layer && hop.Action == Action && hop.Direction == Direction && hop.Place == Place
            && Same(Hook, hop.Hook) && Same(Backend, hop.Backend) && Same(Table, hop.Table) && Same(Chain, hop.Chain)
            && Same(Owner, hop.Owner) && Same(Zone, hop.Zone) && Same(Reason, hop.Reason)
            && Part(Rule, hop.Rule) && Part(Detail, hop.Detail)
            && Same(Source, hop.Packet?.Source)
            && Same(Destination, $"{hop.Packet?.Destination}:{hop.Packet?.DestinationPort}");
    }

    private static bool Same(string? wanted, string? there) => wanted is null || wanted == there;

    private static bool Part(string? wanted, string? there) =>
        wanted is null || there?.Contains(wanted, StringComparison.Ordinal) == true;
}
