namespace ContainerNet.Sources.Netfilter;

/// <summary>How a value of nft is brought to the form that the model has for its field.</summary>
internal enum NftValueKind
{
    /// <summary>As nft prints it.</summary>
    Plain,

    /// <summary>A number, written in hexadecimal: marks.</summary>
    Mark,

    /// <summary>A type of ICMP by name or number.</summary>
    IcmpType,

    /// <summary>A type of ICMPv6.</summary>
    IcmpV6Type,

    /// <summary>A code of ICMP.</summary>
    IcmpCode,

    /// <summary>A code of ICMPv6.</summary>
    IcmpV6Code,

    /// <summary>A differentiated services code point.</summary>
    Dscp,

    /// <summary>Flags of TCP, all eight of which are compared.</summary>
    TcpFlags,

    /// <summary>ip and ip6 for ipv4 and ipv6.</summary>
    Family,

    /// <summary>The kind of a frame: unicast is host.</summary>
    PacketType,

    /// <summary>A user's number.</summary>
    User,

    /// <summary>A group's number.</summary>
    Group,
}
