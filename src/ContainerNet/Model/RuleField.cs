namespace ContainerNet.Model;

/// <summary>What a match looks at, and how its values are written. Where iptables and nft print a thing in different ways
/// (ranges with a colon or a dash, interfaces that end in + or *), both are kept.</summary>
public enum RuleField
{
    /// <summary>Something that this version does not understand; the values hold its text.</summary>
    Unknown,

    /// <summary>Source address: "192.0.2.1", "192.0.2.0/24", "10.0.0.1/255.0.0.255" (a mask with holes), "192.0.2.1-192.0.2.9".</summary>
    SourceAddress,

    /// <summary>Destination address, written as a source address.</summary>
    DestinationAddress,

    /// <summary>Interface that the packet came in by; a trailing + (iptables) or * (nft) is a wildcard.</summary>
    InputInterface,

    /// <summary>Interface that the packet leaves by.</summary>
    OutputInterface,

    /// <summary>Transport protocol: a name of /etc/protocols (tcp, udp, icmp, ipv6-icmp ...) or a number.</summary>
    Protocol,

    /// <summary>Source port: "80", "80:90" (iptables), "80-90" (nft).</summary>
    SourcePort,

    /// <summary>Destination port, written as a source port.</summary>
    DestinationPort,

    /// <summary>Connection tracking state: new, established, related, invalid, untracked, dnat, snat.</summary>
    ConntrackState,

    /// <summary>Connection tracking status, any of the bits: dnat, snat, expected, seen-reply, assured, confirmed, dying; none for no
    /// bit at all, which no connection matches. Negated by nft it compares the whole word, which always has other bits too.</summary>
    ConntrackStatus,

    /// <summary>Type of the source address: local, unicast ... A last value "iif" or "oif" says that only routes by the interface
    /// that the packet came in or leaves by are asked (--limit-iface-in, fib ... iif).</summary>
    SourceType,

    /// <summary>Type of the destination address, told as that of the source.</summary>
    DestinationType,

    /// <summary>Packet mark: "0x1", "0x1/0xff" (the bits under the mask are these), "0x1-0x5".</summary>
    Mark,

    /// <summary>Connection mark, written as a packet mark.</summary>
    ConntrackMark,

    /// <summary>A named set (<see cref="RuleMatch.SetName"/>) whose members do not stand in the rule. Of ipset the value is its name
    /// and the directions looked at ("bad src,dst"); of nft it is the text, and <see cref="RuleMatch.Parts"/> are the fields of
    /// the key, null when one of them has no field here.</summary>
    Set,

    /// <summary>ICMP or ICMPv6 type as a number: "8", "0-5", "any"; iptables puts the code behind it ("3/4").</summary>
    IcmpType,

    /// <summary>TCP flags as iptables writes them: the flags looked at, a blank, those of them that must be set ("SYN,ACK SYN",
    /// "fin,syn none").</summary>
    TcpFlags,

    /// <summary>A rate, a quota or a count; the value is its text. It matches as long as it is not used up; negated, or where the
    /// text says so (over, --connlimit-above, --hashlimit-above, ! --quota), only once it is used up.</summary>
    Limit,

    /// <summary>Whether the packet came in or leaves by a bridge port: --physdev-is-in, --physdev-is-out, --physdev-is-bridged.
    /// In snapshots of an earlier version also which port.</summary>
    PhysicalDevice,

    /// <summary>Network or transport family: ipv4, ipv6.</summary>
    Family,

    /// <summary>Several fields at once (<see cref="RuleMatch.Parts"/>): "192.0.2.0/24 . 80-90".</summary>
    Concatenation,

    /// <summary>Bridge port that the packet came in by.</summary>
    PhysicalInput,

    /// <summary>Bridge port that the packet leaves by.</summary>
    PhysicalOutput,

    /// <summary>ICMP or ICMPv6 code as a number.</summary>
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

    /// <summary>Transport of the connection, as a name or a number.</summary>
    OriginalProtocol,

    /// <summary>Does the way back to the source leave by the interface that the packet came in by (fib ... oif, -m rpfilter)?
    /// The values: "missing" or "exists", then options: "loose" (any interface will do), "mark" (routing rules see the mark),
    /// "accept-local".</summary>
    ReversePath,

    /// <summary>A number that the kernel draws or counts (numgen, jhash, -m statistic): one packet may match and the next may not.
    /// The value is its text.</summary>
    Random,

    /// <summary>Kind of frame: host (unicast), broadcast, multicast, other.</summary>
    PacketType,

    /// <summary>Hardware address of the sender, in small letters with colons.</summary>
    SourceHardware,

    /// <summary>Hop limit or time to live: "64", "0-4".</summary>
    HopLimit,

    /// <summary>Differentiated services code point: "0x2e".</summary>
    Dscp,

    /// <summary>Length of the packet, bytes: "100", "100:200", "100-200".</summary>
    Length,

    /// <summary>Is it a fragment that is not the first? The value is "1".</summary>
    Fragment,

    /// <summary>User or group of the local socket: "uid 0", "uid 1000-1100", "gid 5", "exists". A packet without a socket matches
    /// negated with iptables (xt_owner.c), and never with nft (nft_meta.c).</summary>
    SocketOwner,

    /// <summary>Source or destination port, either of which will do (-m multiport --ports); written as a source port.</summary>
    EitherPort,

    /// <summary>An extension header of IPv6 (routing, fragment, hop-by-hop), which ordinary packets do not have.</summary>
    ExtensionHeader,
}
