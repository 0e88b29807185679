namespace ContainerNet.Lab.EndToEnd;

/// <summary>A hop of a path as a script sees it: the names are part of the interface.</summary>
public sealed record ReportedHop
{
    /// <summary>Link, Netfilter, Routing...</summary>
    public string Layer { get; init; } = "";

    /// <summary>Enter, Drop, Dnat...</summary>
    public string Action { get; init; } = "";

    /// <summary>Original or Reply.</summary>
    public string Direction { get; init; } = "";

    /// <summary>"host", or a container.</summary>
    public string Place { get; init; } = "";

    /// <summary>The hook of netfilter, or null.</summary>
    public string? Hook { get; init; }

    /// <summary>The interfaces.</summary>
    public string Device { get; init; } = "";

    /// <summary>IptablesNft, IptablesLegacy, Nftables, or null.</summary>
    public string? Backend { get; init; }

    /// <summary>The table, or null.</summary>
    public string? Table { get; init; }

    /// <summary>The chain, or null.</summary>
    public string? Chain { get; init; }

    /// <summary>The rule's text, or null.</summary>
    public string? Rule { get; init; }

    /// <summary>Who wrote it.</summary>
    public string Owner { get; init; } = "";

    /// <summary>firewalld's zone, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>Why it stopped the packet where no rule did, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>What is to be said besides.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The packet's addresses after it.</summary>
    public ReportedPacket? Packet { get; init; }

    /// <summary>One line for failure messages.</summary>
    public override string ToString() =>
        $"{Direction} {Place} {Layer} {Action} {Hook} [{Device}] {Backend} {Table} {Chain} '{Rule}' {Owner} {Zone} {Reason} {Packet} {Detail}";
}
