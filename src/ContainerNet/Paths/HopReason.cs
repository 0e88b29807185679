namespace ContainerNet.Paths;

/// <summary>Why a hop that is no rule stopped the packet.</summary>
public enum HopReason
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Forwarding is off for the whole host.</summary>
    ForwardingOff,

    /// <summary>Forwarding is on for the host and off for the interface that the packet came in by.</summary>
    ForwardingOffOnInterface,

    /// <summary>The way back to the source leaves by another interface, and the reverse path filter is strict.</summary>
    ReversePathFilter,

    /// <summary>There is no route to the destination, or one that says so (unreachable, prohibit, blackhole).</summary>
    NoRoute,

    /// <summary>A source or destination address that cannot be right on that interface, such as 127.0.0.1 from outside.</summary>
    Martian,

    /// <summary>It left by an interface and never arrived at the other end.</summary>
    NotArrived,

    /// <summary>Nothing listens at that port.</summary>
    NothingListens,

    /// <summary>Someone listens, and no answer came.</summary>
    NoAnswer,
}
