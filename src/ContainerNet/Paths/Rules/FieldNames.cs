using System.Collections.Frozen;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>The numbers behind the words that iptables and nft print.</summary>
internal static class FieldNames
{
    /// <summary>Transports (IANA; the names of /etc/protocols that the tools print).</summary>
    private static readonly FrozenDictionary<string, uint> s_protocols = new Dictionary<string, uint>
    {
        ["ip"] = 0, ["hopopt"] = 0, ["icmp"] = 1, ["igmp"] = 2, ["ipip"] = 4, ["ipencap"] = 4, ["tcp"] = 6, ["udp"] = 17,
        ["dccp"] = 33, ["ipv6"] = 41, ["ipv6-route"] = 43, ["ipv6-frag"] = 44, ["gre"] = 47, ["esp"] = 50, ["ah"] = 51,
        ["ipv6-icmp"] = 58, ["icmpv6"] = 58, ["icmp6"] = 58, ["ipv6-nonxt"] = 59, ["ipv6-opts"] = 60, ["ospf"] = 89,
        ["pim"] = 103, ["comp"] = 108, ["ipcomp"] = 108, ["vrrp"] = 112, ["l2tp"] = 115, ["sctp"] = 132,
        ["ipv6-mh"] = 135, ["mobility-header"] = 135, ["udplite"] = 136, ["mptcp"] = 262,
    }.ToFrozenDictionary();

    /// <summary>Types of ICMP (nft describe icmp type).</summary>
    private static readonly FrozenDictionary<string, uint> s_icmpTypes = new Dictionary<string, uint>
    {
        ["echo-reply"] = 0, ["destination-unreachable"] = 3, ["source-quench"] = 4, ["redirect"] = 5, ["echo-request"] = 8,
        ["router-advertisement"] = 9, ["router-solicitation"] = 10, ["time-exceeded"] = 11, ["parameter-problem"] = 12,
        ["timestamp-request"] = 13, ["timestamp-reply"] = 14, ["info-request"] = 15, ["info-reply"] = 16,
        ["address-mask-request"] = 17, ["address-mask-reply"] = 18,
    }.ToFrozenDictionary();

    /// <summary>Types of ICMPv6.</summary>
    private static readonly FrozenDictionary<string, uint> s_icmpV6Types = new Dictionary<string, uint>
    {
        ["destination-unreachable"] = 1, ["packet-too-big"] = 2, ["time-exceeded"] = 3, ["parameter-problem"] = 4,
        ["echo-request"] = 128, ["echo-reply"] = 129, ["mld-listener-query"] = 130, ["mld-listener-report"] = 131,
        ["mld-listener-done"] = 132, ["mld-listener-reduction"] = 132, ["nd-router-solicit"] = 133,
        ["nd-router-advert"] = 134, ["nd-neighbor-solicit"] = 135, ["nd-neighbor-advert"] = 136, ["nd-redirect"] = 137,
        ["router-renumbering"] = 138, ["ind-neighbor-solicit"] = 141, ["ind-neighbor-advert"] = 142,
        ["mld2-listener-report"] = 143,
    }.ToFrozenDictionary();

    /// <summary>Codes of ICMP that have names in nft.</summary>
    private static readonly FrozenDictionary<string, uint> s_icmpCodes = new Dictionary<string, uint>
    {
        ["net-unreachable"] = 0, ["host-unreachable"] = 1, ["prot-unreachable"] = 2, ["port-unreachable"] = 3,
        ["frag-needed"] = 4, ["net-prohibited"] = 9, ["host-prohibited"] = 10, ["admin-prohibited"] = 13,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, uint> s_icmpV6Codes = new Dictionary<string, uint>
    {
        ["no-route"] = 0, ["admin-prohibited"] = 1, ["addr-unreachable"] = 3, ["port-unreachable"] = 4,
        ["policy-fail"] = 5, ["reject-route"] = 6,
    }.ToFrozenDictionary();

    /// <summary>Differentiated services (RFC 2474, 2597, 3246).</summary>
    private static readonly FrozenDictionary<string, uint> s_services = new Dictionary<string, uint>
    {
        ["cs0"] = 0, ["cs1"] = 8, ["cs2"] = 16, ["cs3"] = 24, ["cs4"] = 32, ["cs5"] = 40, ["cs6"] = 48, ["cs7"] = 56,
        ["df"] = 0, ["be"] = 0, ["lephb"] = 1, ["af11"] = 10, ["af12"] = 12, ["af13"] = 14, ["af21"] = 18, ["af22"] = 20,
        ["af23"] = 22, ["af31"] = 26, ["af32"] = 28, ["af33"] = 30, ["af41"] = 34, ["af42"] = 36, ["af43"] = 38,
        ["va"] = 44, ["ef"] = 46,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, uint> s_flags = new Dictionary<string, uint>
    {
        ["fin"] = 1, ["syn"] = 2, ["rst"] = 4, ["psh"] = 8, ["ack"] = 16, ["urg"] = 32, ["ecn"] = 64, ["ece"] = 64, ["cwr"] = 128,
        ["all"] = 63, ["none"] = 0,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, uint> s_types = new Dictionary<string, uint>
    {
        ["unspec"] = 0, ["unicast"] = 1, ["local"] = 2, ["broadcast"] = 3, ["anycast"] = 4, ["multicast"] = 5,
        ["blackhole"] = 6, ["unreachable"] = 7, ["prohibit"] = 8, ["throw"] = 9, ["nat"] = 10, ["xresolve"] = 11,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, uint> s_states = new Dictionary<string, uint>
    {
        ["invalid"] = (uint)ConnectionStates.Invalid, ["established"] = (uint)ConnectionStates.Established,
        ["related"] = (uint)ConnectionStates.Related, ["new"] = (uint)ConnectionStates.New,
        ["untracked"] = (uint)ConnectionStates.Untracked, ["snat"] = (uint)ConnectionStates.Snat,
        ["dnat"] = (uint)ConnectionStates.Dnat,
    }.ToFrozenDictionary();

    /// <summary>Bits of a connection's status (enum ip_conntrack_status).</summary>
    private static readonly FrozenDictionary<string, uint> s_status = new Dictionary<string, uint>
    {
        ["expected"] = 1, ["seen-reply"] = 2, ["seen_reply"] = 2, ["assured"] = 4, ["confirmed"] = 8, ["snat"] = 16,
        ["dnat"] = 32, ["dying"] = 512, ["none"] = 0,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, uint> s_frames = new Dictionary<string, uint>
    {
        ["host"] = 0, ["unicast"] = 0, ["broadcast"] = 1, ["multicast"] = 2, ["other"] = 3,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, uint> s_families = new Dictionary<string, uint>
    {
        ["ipv4"] = 4, ["ip"] = 4, ["ipv6"] = 6, ["ip6"] = 6, ["arp"] = 3,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, uint> s_directions = new Dictionary<string, uint>
    {
        ["original"] = 0, ["reply"] = 1,
    }.ToFrozenDictionary();

    /// <summary>The words of a field; null when it has none.</summary>
    /// <param name="field">The field.</param>
    /// <param name="isIPv6">Which of the two ICMPs.</param>
    public static FrozenDictionary<string, uint>? Of(RuleField field, bool isIPv6) => field switch
    {
        RuleField.Protocol or RuleField.OriginalProtocol => s_protocols,
        RuleField.IcmpType => isIPv6 ? s_icmpV6Types : s_icmpTypes,
        RuleField.IcmpCode => isIPv6 ? s_icmpV6Codes : s_icmpCodes,
        RuleField.Dscp => s_services,
        RuleField.TcpFlags => s_flags,
        RuleField.SourceType or RuleField.DestinationType => s_types,
        RuleField.ConntrackState => s_states,
        RuleField.ConntrackStatus => s_status,
        RuleField.PacketType => s_frames,
        RuleField.Family => s_families,
        RuleField.ConntrackDirection => s_directions,
        _ => null,
    };
}
