namespace ContainerNet.Paths.Rules;

/// <summary>What one step of a compiled rule does: a condition that is asked, or a change that is made on the way.</summary>
internal enum ConditionKind : byte
{
    /// <summary>Never holds.</summary>
    Never,

    /// <summary>IPv4 source between A and B.</summary>
    Source4,

    /// <summary>IPv4 destination between A and B.</summary>
    Destination4,

    /// <summary>The transport is A.</summary>
    Protocol,

    /// <summary>Source port between A and B.</summary>
    SourcePort,

    /// <summary>Destination port between A and B.</summary>
    DestinationPort,

    /// <summary>A number of the packet is in a <see cref="NumberSet"/>.</summary>
    Number,

    /// <summary>A number of the packet, of the bits B, is A.</summary>
    Masked,

    /// <summary>A number of the packet is one of several values of certain bits (pairs of value and mask).</summary>
    MaskedAny,

    /// <summary>The source or the destination port is in a <see cref="NumberSet"/>.</summary>
    EitherPort,

    /// <summary>The connection's state is one of the bits A.</summary>
    State,

    /// <summary>The connection's status has one of the bits A.</summary>
    Status,

    /// <summary>Is there a connection at all?</summary>
    Tracked,

    /// <summary>The type of an address is one of the bits A; B says of which interface.</summary>
    AddressType,

    /// <summary>The same as ip6tables sees it, which takes a local address for unicast as well.</summary>
    AddressTypes6,

    /// <summary>The way back to the source; A holds the options.</summary>
    WayBack,

    /// <summary>Whether the packet came or leaves by a bridge port, or is bridged (A).</summary>
    Bridged,

    /// <summary>Several numbers at once are in a <see cref="KeyTable"/>.</summary>
    Keys,

    /// <summary>The packet is in an <see cref="Ipset"/>.</summary>
    Ipset,

    /// <summary>The packet was made by a local socket that cannot be named.</summary>
    Owner,

    /// <summary>The hardware address of the sender, which is not known.</summary>
    Hardware,

    /// <summary>A rate or a count.</summary>
    Rate,

    /// <summary>A number that the kernel draws.</summary>
    Draw,

    /// <summary>Something that is not understood.</summary>
    Doubt,

    /// <summary>Changes a mark.</summary>
    SetMark,

    /// <summary>Exempts from tracking.</summary>
    NoTrack,

    /// <summary>Does something that is not understood.</summary>
    Strange,
}
