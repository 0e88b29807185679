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
}
