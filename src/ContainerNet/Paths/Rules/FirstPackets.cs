namespace ContainerNet.Paths.Rules;

/// <summary>Which packets connection tracking begins a connection with (net/netfilter/nf_conntrack_proto_*.c).</summary>
internal static class FirstPackets
{
    private const byte MostFlags = Packet.Fin | Packet.Syn | Packet.Reset | Packet.Ack | Packet.Urgent;

    /// <summary>Neighbour discovery and multicast listeners are not tracked (nf_conntrack_proto_icmpv6.c, noct_valid_new).</summary>
    public static bool AreExempt(Packet packet) =>
        packet is { IsIPv6: true, Protocol: Packet.IcmpV6, IcmpType: (>= 130 and <= 136) or 143 };

    /// <summary>May a connection begin with this packet? Otherwise it is invalid.</summary>
    public static bool MayBegin(Packet packet) => packet.Protocol switch
    {
        // A connection that is under way is picked up from an ACK (nf_conntrack_tcp_loose is 1); the rest is the first column
        // of tcp_conntracks.
        Packet.Tcp => (packet.TcpFlags & MostFlags) is Packet.Syn or (Packet.Syn | Packet.Urgent) or Packet.Ack
            or (Packet.Ack | Packet.Urgent),
        Packet.Icmp when !packet.IsIPv6 => packet.IcmpType is 8 or 13 or 15 or 17,
        Packet.IcmpV6 when packet.IsIPv6 => packet.IcmpType is 128 or 139,
        _ => true,
    };
}
