using System.Net;

namespace ContainerNet.Model;

/// <summary>A route of the host.</summary>
public sealed record Route
{
    /// <summary>The destination; 0.0.0.0/0 or ::/0 is the default route.</summary>
    public required IPNetwork Destination { get; init; }

    /// <summary>The next hop, or null when on link.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>Index of the interface that packets leave by; 0 for none (blackhole, multipath).</summary>
    public int LinkIndex { get; init; }

    /// <summary>The table: 254 main, 255 local.</summary>
    public int Table { get; init; }

    /// <summary>unicast, local, broadcast, blackhole, unreachable ...</summary>
    public string Type { get; init; } = "unicast";

    /// <summary>The metric.</summary>
    public int Metric { get; init; }

    /// <summary>The type of service that it is for; 0 for any, null when not told. Ordinary packets never take another.</summary>
    public int? TypeOfService { get; init; }

    /// <summary>Sources that it is for (IPv6, the word from); null for all.</summary>
    public IPNetwork? ForSources { get; init; }

    /// <summary>What else it asks or does and is not followed (an encapsulation, a next hop that was not told); null when
    /// there is nothing.</summary>
    public string? NotUnderstood { get; init; }

    /// <summary>The next hops, where there are several; null for one.</summary>
    public IReadOnlyList<RouteHop>? NextHops { get; init; }

    /// <summary>True when the kernel passes it over: all its next hops are dead, or their links down and
    /// ignore_routes_with_linkdown set (RTNH_F_DEAD, which the kernel tells in both cases).</summary>
    public bool? IsDead { get; init; }

    /// <summary>Largest packet by it where the route says so, bytes; null for that of the interface.</summary>
    public int? MtuBytes { get; init; }

    /// <summary>Preferred source address, or null.</summary>
    public IPAddress? Source { get; init; }
}
