namespace ContainerNet.Paths;

/// <summary>Why a hop outside netfilter stopped the packet, where no rule says it.</summary>
public enum HopReason
{
    /// <summary>Forwarding is off for the whole host (ip_forward is 0).</summary>
    ForwardingOff,

    /// <summary>Forwarding is off on the interface that the packet came in by.</summary>
    ForwardingOffOnInterface,

    /// <summary>The reverse path filter: the way back to the source does not leave by the interface that the packet came in by.</summary>
    ReversePathFilter,

    /// <summary>There is no route to the destination.</summary>
    NoRoute,

    /// <summary>A route of type blackhole, unreachable or prohibit leads there.</summary>
    ClosedRoute,

    /// <summary>An address that cannot be true where the packet came in: one of this host's own, a broadcast address.</summary>
    Martian,

    /// <summary>A loopback address on a packet from another machine or container, and route_localnet is off.</summary>
    LoopbackClosed,

    /// <summary>The interface that it should leave by is down or has no carrier.</summary>
    LinkDown,

    /// <summary>Nobody answers for the next hop's address on that link (ARP, neighbour discovery).</summary>
    NoNeighbour,

    /// <summary>No socket takes it: the host or the container answers with a reset or port unreachable.</summary>
    NobodyListens,

    /// <summary>It left by an interface and never arrived at the other end.</summary>
    NotArrived,

    /// <summary>It reached its socket, or left this host, and no answer came.</summary>
    NoAnswer,
}
