namespace ContainerNet.Model;

/// <summary>A network interface of the host.</summary>
public sealed record Link
{
    /// <summary>How the cables are called by which the External vantage comes in: this and a number.</summary>
    public const string ProbeCable = "cnprobe";

    /// <summary>The kernel's index.</summary>
    public required int Index { get; init; }

    /// <summary>Its name, odd characters included.</summary>
    public required string Name { get; init; }

    /// <summary>bridge, veth, vlan, dummy ... (IFLA_INFO_KIND), or empty for hardware.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Administratively up (IFF_UP).</summary>
    public bool IsUp { get; init; }

    /// <summary>Has a carrier (IFF_LOWER_UP).</summary>
    public bool HasCarrier { get; init; }

    /// <summary>Is it the loopback interface?</summary>
    public bool IsLoopback { get; init; }

    /// <summary>Maximum transmission unit, bytes.</summary>
    public int MtuBytes { get; init; }

    /// <summary>Hardware address as text, or null.</summary>
    public string? HardwareAddress { get; init; }

    /// <summary>Index of the bridge that it is a port of, or 0.</summary>
    public int MasterIndex { get; init; }

    /// <summary>Index of the other end of a veth, or 0.</summary>
    public int PeerIndex { get; init; }

    /// <summary>For a port of a bridge: does it pass frames on (BR_STATE_FORWARDING)? Null when it is none or was not read.</summary>
    public bool? PortForwards { get; init; }

    /// <summary>For a port of a bridge: may frames leave by the port that they came in by (hairpin)?</summary>
    public bool? Hairpin { get; init; }

    /// <summary>For a port of a bridge: kept apart from other such ports (isolated)?</summary>
    public bool? Isolated { get; init; }

    /// <summary>For a bridge: are IPv4 packets that it passes on shown to the rules of IPv4 even where the host's
    /// bridge-nf-call-iptables is off (IFLA_BR_NF_CALL_IPTABLES)? Means nothing unless br_netfilter is loaded.</summary>
    public bool? CallsIPv4Rules { get; init; }

    /// <summary>The same for IPv6 (IFLA_BR_NF_CALL_IP6TABLES).</summary>
    public bool? CallsIPv6Rules { get; init; }

    /// <summary>IPv4 forwarding flag of this interface (NETCONFA_FORWARDING).</summary>
    public bool? ForwardingIPv4 { get; init; }

    /// <summary>IPv6 forwarding flag of this interface.</summary>
    public bool? ForwardingIPv6 { get; init; }

    /// <summary>IPv4 reverse path filter of this interface: 0 off, 1 strict, 2 loose. The kernel uses max(all, this).</summary>
    public int? ReversePathFilter { get; init; }
}
