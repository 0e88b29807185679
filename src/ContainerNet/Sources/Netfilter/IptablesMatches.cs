using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>The conditions of iptables rules that the model has a field for, by extension and option
/// (iptables-extensions(8)).</summary>
internal static class IptablesMatches
{
    /// <summary>Do we know at least some options of this extension, and does it mean nothing without options?</summary>
    public static bool IsKnown(string module) => module is "tcp" or "udp" or "udplite" or "sctp" or "dccp" or "conntrack"
        or "state" or "addrtype" or "mark" or "connmark" or "set" or "comment" or "icmp" or "icmp6" or "multiport"
        or "physdev" or "iprange";

    /// <summary>Does it depend on rate, number or luck, so that one packet may match and the next may not?</summary>
    public static bool IsChance(string module) =>
        module is "limit" or "hashlimit" or "statistic" or "connlimit" or "quota";

    /// <summary>The meaning of an option behind "-m module", or null.</summary>
    public static MatchOption? Find(string module, string option) => Common(option) ?? (module, option) switch
    {
        ("comment", "--comment") => new MatchOption(Field: null),
        ("tcp" or "udp" or "udplite" or "sctp" or "dccp", "--dport") => new(RuleField.DestinationPort),
        ("tcp" or "udp" or "udplite" or "sctp" or "dccp", "--sport") => new(RuleField.SourcePort),
        ("multiport", "--dports") => new(RuleField.DestinationPort, List: true),
        ("multiport", "--sports") => new(RuleField.SourcePort, List: true),
        ("conntrack", "--ctstate") => new(RuleField.ConntrackState, List: true, Lower: true),
        ("state", "--state") => new(RuleField.ConntrackState, List: true, Lower: true),
        ("conntrack", "--ctstatus") => new(RuleField.ConntrackStatus, List: true, Lower: true),
        ("addrtype", "--src-type") => new(RuleField.SourceType, List: true, Lower: true),
        ("addrtype", "--dst-type") => new(RuleField.DestinationType, List: true, Lower: true),
        ("mark", "--mark") => new(RuleField.Mark),
        ("connmark", "--mark") => new(RuleField.ConntrackMark),
        ("set", "--match-set") => new(RuleField.Set, Values: 2),
        ("icmp", "--icmp-type") or ("icmp6", "--icmpv6-type") => new(RuleField.IcmpType),
        ("tcp", "--tcp-flags") => new(RuleField.TcpFlags, Values: 2),
        ("physdev", "--physdev-in" or "--physdev-out") => new(RuleField.PhysicalDevice),
        ("physdev", "--physdev-is-in" or "--physdev-is-out" or "--physdev-is-bridged") =>
            new(RuleField.PhysicalDevice, Values: 0),
        ("iprange", "--src-range") => new(RuleField.SourceAddress),
        ("iprange", "--dst-range") => new(RuleField.DestinationAddress),
        _ => null,
    };

    private static MatchOption? Common(string option) => option switch
    {
        "-s" => new MatchOption(RuleField.SourceAddress),
        "-d" => new MatchOption(RuleField.DestinationAddress),
        "-i" => new MatchOption(RuleField.InputInterface),
        "-o" => new MatchOption(RuleField.OutputInterface),
        "-p" => new MatchOption(RuleField.Protocol),
        _ => null,
    };
}
