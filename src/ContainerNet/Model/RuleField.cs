namespace ContainerNet.Model;

/// <summary>What a match looks at.</summary>
public enum RuleField
{
    /// <summary>Something that this version does not understand; the values hold its text.</summary>
    Unknown,

    /// <summary>Source address or range.</summary>
    SourceAddress,

    /// <summary>Destination address or range.</summary>
    DestinationAddress,

    /// <summary>Interface that the packet came in by; a trailing + (iptables) or * (nft) is a wildcard.</summary>
    InputInterface,

    /// <summary>Interface that the packet leaves by.</summary>
    OutputInterface,

    /// <summary>Transport protocol: tcp, udp, icmp ...</summary>
    Protocol,

    /// <summary>Source port or ports.</summary>
    SourcePort,

    /// <summary>Destination port or ports.</summary>
    DestinationPort,

    /// <summary>Connection tracking state: new, established, related, invalid, untracked, dnat, snat.</summary>
    ConntrackState,

    /// <summary>Connection tracking status: dnat, snat ...</summary>
    ConntrackStatus,

    /// <summary>Type of the source address: local, unicast ...</summary>
    SourceType,

    /// <summary>Type of the destination address: local, unicast ...</summary>
    DestinationType,

    /// <summary>Packet mark, value/mask.</summary>
    Mark,

    /// <summary>Connection mark, value/mask.</summary>
    ConntrackMark,

    /// <summary>A named set (ipset or nft set) and the directions looked at.</summary>
    Set,

    /// <summary>ICMP or ICMPv6 type.</summary>
    IcmpType,

    /// <summary>TCP flags.</summary>
    TcpFlags,

    /// <summary>A rate limit, which may or may not match.</summary>
    Limit,

    /// <summary>Bridge port that the packet came in or leaves by.</summary>
    PhysicalDevice,

    /// <summary>Network or transport family: ipv4, ipv6.</summary>
    Family,

    /// <summary>Several fields at once (<see cref="RuleMatch.Parts"/>).</summary>
    Concatenation,

    /// <summary>Bridge port that the packet came in by.</summary>
    PhysicalInput,

    /// <summary>Bridge port that the packet leaves by.</summary>
    PhysicalOutput,

    /// <summary>ICMP code.</summary>
    IcmpCode,

    /// <summary>Direction of the connection: original, reply.</summary>
    ConntrackDirection,

    /// <summary>Source address of the connection's first packet, as it was sent.</summary>
    OriginalSource,

    /// <summary>Destination address of the connection's first packet, before any translation.</summary>
    OriginalDestination,

    /// <summary>Source port of the connection's first packet.</summary>
    OriginalSourcePort,

    /// <summary>Destination port of the connection's first packet, before any translation.</summary>
    OriginalDestinationPort,

    /// <summary>Transport of the connection.</summary>
    OriginalProtocol,

    /// <summary>Does the way back to the source leave by the interface that the packet came in by (fib ... oif, -m rpfilter)?
    /// The values: "missing" or "exists", then options such as "loose", "mark".</summary>
    ReversePath,

    /// <summary>A number that the kernel draws (numgen, -m statistic): one packet may match and the next may not.</summary>
    Random,

    /// <summary>Kind of frame: host (unicast), broadcast, multicast, other.</summary>
    PacketType,

    /// <summary>Hardware address of the sender.</summary>
    SourceHardware,

    /// <summary>Hop limit or time to live.</summary>
    HopLimit,

    /// <summary>Differentiated services code point.</summary>
    Dscp,

    /// <summary>Length of the packet, bytes.</summary>
    Length,

    /// <summary>A fragment that is not the first.</summary>
    Fragment,

    /// <summary>User or group of the local socket (owner, meta skuid).</summary>
    SocketOwner,
}
