using System.Net;

namespace ContainerNet.Model;

/// <summary>A rule that chooses the routing table (ip-rule(8)).</summary>
public sealed record RoutingRule
{
    /// <summary>Lower is asked earlier.</summary>
    public required int Priority { get; init; }

    /// <summary>The family that it is for.</summary>
    public required AddressFamily Family { get; init; }

    /// <summary>Sources that it is for; null for all.</summary>
    public IPNetwork? Source { get; init; }

    /// <summary>Destinations that it is for; null for all.</summary>
    public IPNetwork? Destination { get; init; }

    /// <summary>The interface that the packet came in by; "lo" for packets made here; null for any.</summary>
    public string? InputInterface { get; init; }

    /// <summary>The interface that a local socket is bound to; null for any.</summary>
    public string? OutputInterface { get; init; }

    /// <summary>The packet's mark, of the bits of <see cref="MarkMask"/>.</summary>
    public uint Mark { get; init; }

    /// <summary>The bits of the mark that count; 0 for none.</summary>
    public uint MarkMask { get; init; }

    /// <summary>The transport's number; null for any.</summary>
    public int? IpProtocol { get; init; }

    /// <summary>Source ports "1000-2000"; null for any.</summary>
    public string? SourcePorts { get; init; }

    /// <summary>Destination ports; null for any.</summary>
    public string? DestinationPorts { get; init; }

    /// <summary>Does it hold for what does not fit (the word not)?</summary>
    public bool Inverted { get; init; }

    /// <summary>lookup, goto, nop, blackhole, unreachable, prohibit.</summary>
    public string Action { get; init; } = "lookup";

    /// <summary>The table of a lookup.</summary>
    public int Table { get; init; }

    /// <summary>The priority that a goto leads to.</summary>
    public int? Target { get; init; }

    /// <summary>Routes of this prefix length or shorter do not count (suppress_prefixlength); null for none.</summary>
    public int? SuppressPrefixLength { get; init; }

    /// <summary>What else it asks and is not followed (a user, a tunnel, l3mdev); null when there is nothing.</summary>
    public string? NotUnderstood { get; init; }
}
