using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>A packet on its way, as rules and routing see it. Mutable: it is rewritten as it goes, and made once a walk.</summary>
public sealed class Packet
{
    /// <summary>Numbers of transports (IANA protocol numbers).</summary>
    public const byte Icmp = 1, Tcp = 6, Udp = 17, IcmpV6 = 58, Sctp = 132;

    /// <summary>Flags of TCP (RFC 9293).</summary>
    public const byte Fin = 1, Syn = 2, Reset = 4, Push = 8, Ack = 16, Urgent = 32;

    /// <summary>Is it IPv6?</summary>
    public bool IsIPv6 { get; set; }

    /// <summary>Source address as a number; IPv4 in the low 32 bits.</summary>
    public WideNumber Source { get; set; }

    /// <summary>Destination address as a number.</summary>
    public WideNumber Destination { get; set; }

    /// <summary>Source port or ICMP identifier.</summary>
    public int SourcePort { get; set; }

    /// <summary>True when the client chooses its port (of 1024 to 65535): a rule that asks for some of them is asked both ways.</summary>
    public bool AnySourcePort { get; set; }

    /// <summary>Destination port.</summary>
    public int DestinationPort { get; set; }

    /// <summary>The transport's number.</summary>
    public byte Protocol { get; set; }

    /// <summary>TCP flags.</summary>
    public byte TcpFlags { get; set; }

    /// <summary>ICMP type.</summary>
    public byte IcmpType { get; set; }

    /// <summary>ICMP code.</summary>
    public byte IcmpCode { get; set; }

    /// <summary>Length with the IP header, bytes.</summary>
    public int Length { get; set; } = 60;

    /// <summary>Time to live or hop limit.</summary>
    public int HopLimit { get; set; } = 64;

    /// <summary>The packet mark.</summary>
    public uint Mark { get; set; }

    /// <summary>The interface that it came in by; null for one that was made here.</summary>
    public string? Input { get; set; }

    /// <summary>The interface that it leaves by; null as long as that is not decided.</summary>
    public string? Output { get; set; }

    /// <summary>The bridge port that it came in by, where it passes the hooks of IP for br_netfilter or came in by a bridge.</summary>
    public string? PhysicalInput { get; set; }

    /// <summary>The bridge port that it leaves by (only while it is bridged, not routed).</summary>
    public string? PhysicalOutput { get; set; }

    /// <summary>Is it being bridged, and shown to the hooks of IP by br_netfilter?</summary>
    public bool IsBridged { get; set; }

    /// <summary>host, broadcast, multicast or other: the kind of its frame.</summary>
    public string FrameKind { get; set; } = "host";

    /// <summary>The connection that it belongs to in this namespace: of an earlier packet, or begun by connection tracking; null
    /// for a first packet before that, and when it is not tracked.</summary>
    public Connection? Connection { get; set; }

    /// <summary>Was it exempted from tracking (notrack)?</summary>
    public bool IsUntracked { get; set; }

    /// <summary>Does it go the way of the connection's answers?</summary>
    public bool IsReply { get; set; }

    /// <summary>Another one like it, with a connection of its own.</summary>
    internal Packet Copy()
    {
        Packet copy = (Packet)MemberwiseClone();
        copy.Connection = Connection?.Copy();
        return copy;
    }
}
