using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>The conditions of iptables rules that the model has a field for, by extension and option
/// (iptables-extensions(8)).</summary>
internal static class IptablesMatches
{
    /// <summary>Do we know at least some options of this extension, and does it mean nothing without options?</summary>
    public static bool IsKnown(string module) => module is "tcp" or "udp" or "udplite" or "sctp" or "dccp" or "conntrack"
        or "state" or "addrtype" or "mark" or "connmark" or "set" or "comment" or "icmp" or "icmp6" or "multiport"
        or "physdev" or "iprange" or "pkttype" or "ttl" or "hl" or "dscp" or "length" or "mac" or "owner";

    /// <summary>An extension that makes one condition of all its options: a rate (within it the rule matches, beyond it not), or a
    /// number that is drawn or counted; null for any other.</summary>
    public static RuleField? Whole(string module) => module switch
    {
        "rt" or "frag" or "hbh" or "dst" or "mh" => RuleField.ExtensionHeader,
        "limit" or "hashlimit" or "connlimit" or "quota" => RuleField.Limit,
        "statistic" => RuleField.Random,
        _ => null,
    };

    /// <summary>The meaning of an option behind "-m module", or null.</summary>
    public static MatchOption? Find(string module, string option) => Common(option) ?? module switch
    {
        "tcp" or "udp" or "udplite" or "sctp" or "dccp" => Transport(module, option),
        "conntrack" => Connection(option),
        "physdev" => BridgePort(option),
        "owner" => Owner(option),
        "set" => Set(option),
        "ttl" or "hl" => HopLimit(option),
        _ => Other(module, option),
    };

    private static MatchOption? Common(string option) => option switch
    {
        "-s" => new MatchOption(RuleField.SourceAddress),
        "-d" => new MatchOption(RuleField.DestinationAddress),
        "-i" => new MatchOption(RuleField.InputInterface),
        "-o" => new MatchOption(RuleField.OutputInterface),
        "-p" => new MatchOption(RuleField.Protocol),
        "-f" => new MatchOption(RuleField.Fragment, MatchForm.Yes),
        _ => null,
    };

    private static MatchOption? Transport(string module, string option) => option switch
    {
        "--dport" => new MatchOption(RuleField.DestinationPort),
        "--sport" => new MatchOption(RuleField.SourcePort),
        "--tcp-flags" when module == "tcp" => new MatchOption(RuleField.TcpFlags),
        _ => null,
    };

    private static MatchOption? Connection(string option) => option switch
    {
        "--ctstate" => new MatchOption(RuleField.ConntrackState, MatchForm.LowerList),
        "--ctstatus" => new MatchOption(RuleField.ConntrackStatus, MatchForm.LowerList),
        "--ctdir" => new MatchOption(RuleField.ConntrackDirection, MatchForm.Lower),
        "--ctproto" => new MatchOption(RuleField.OriginalProtocol),
        "--ctorigsrc" => new MatchOption(RuleField.OriginalSource),
        "--ctorigdst" => new MatchOption(RuleField.OriginalDestination),
        "--ctorigsrcport" => new MatchOption(RuleField.OriginalSourcePort),
        "--ctorigdstport" => new MatchOption(RuleField.OriginalDestinationPort),
        _ => null,
    };

    private static MatchOption? BridgePort(string option) => option switch
    {
        "--physdev-in" => new MatchOption(RuleField.PhysicalInput),
        "--physdev-out" => new MatchOption(RuleField.PhysicalOutput),
        "--physdev-is-in" or "--physdev-is-out" or "--physdev-is-bridged" =>
            new MatchOption(RuleField.PhysicalDevice, MatchForm.Name),
        _ => null,
    };

    private static MatchOption? Owner(string option) => option switch
    {
        "--uid-owner" => new MatchOption(RuleField.SocketOwner, MatchForm.User),
        "--gid-owner" => new MatchOption(RuleField.SocketOwner, MatchForm.Group),
        "--socket-exists" => new MatchOption(RuleField.SocketOwner, MatchForm.Exists),
        _ => null,
    };

    private static MatchOption? Set(string option) => option switch
    {
        "--match-set" => new MatchOption(RuleField.Set, MatchForm.Set),
        "--update-counters" or "--update-subcounters" => new MatchOption(RuleField.Set, MatchForm.Nothing),
        _ => null,
    };

    private static MatchOption? HopLimit(string option) => option switch
    {
        "--ttl-eq" or "--hl-eq" => new MatchOption(RuleField.HopLimit),
        "--ttl-lt" or "--hl-lt" => new MatchOption(RuleField.HopLimit, MatchForm.Below),
        "--ttl-gt" or "--hl-gt" => new MatchOption(RuleField.HopLimit, MatchForm.Above),
        _ => null,
    };

    private static MatchOption? Other(string module, string option) => (module, option) switch
    {
        ("comment", "--comment") => new MatchOption(RuleField.Unknown, MatchForm.Comment),
        ("multiport", "--dports") => new MatchOption(RuleField.DestinationPort, MatchForm.List),
        ("multiport", "--sports") => new MatchOption(RuleField.SourcePort, MatchForm.List),
        ("multiport", "--ports") => new MatchOption(RuleField.EitherPort, MatchForm.List),
        ("state", "--state") => new MatchOption(RuleField.ConntrackState, MatchForm.LowerList),
        ("addrtype", "--src-type") => new MatchOption(RuleField.SourceType, MatchForm.LowerList),
        ("addrtype", "--dst-type") => new MatchOption(RuleField.DestinationType, MatchForm.LowerList),
        ("addrtype", "--limit-iface-in" or "--limit-iface-out") => new MatchOption(RuleField.Unknown, MatchForm.Device),
        ("mark", "--mark") => new MatchOption(RuleField.Mark),
        ("connmark", "--mark") => new MatchOption(RuleField.ConntrackMark),
        ("icmp", "--icmp-type") or ("icmp6", "--icmpv6-type") => new MatchOption(RuleField.IcmpType),
        ("iprange", "--src-range") => new MatchOption(RuleField.SourceAddress),
        ("iprange", "--dst-range") => new MatchOption(RuleField.DestinationAddress),
        ("pkttype", "--pkt-type") => new MatchOption(RuleField.PacketType, MatchForm.Frame),
        ("dscp", "--dscp") => new MatchOption(RuleField.Dscp),
        ("length", "--length") => new MatchOption(RuleField.Length),
        ("mac", "--mac-source") => new MatchOption(RuleField.SourceHardware, MatchForm.Lower),
        _ => null,
    };
}
