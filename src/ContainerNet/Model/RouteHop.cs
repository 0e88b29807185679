using System.Net;

namespace ContainerNet.Model;

/// <summary>One of several next hops of a route.</summary>
public sealed record RouteHop
{
    /// <summary>The interface that it leaves by.</summary>
    public required int LinkIndex { get; init; }

    /// <summary>The next hop's address; null when on link.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>Its share.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>True when the kernel passes it over (RTNH_F_DEAD).</summary>
    public bool? IsDead { get; init; }
}
