using System.Collections.Frozen;

namespace ContainerNet.Sources.Netfilter;

/// <summary>The numbers behind names that nft prints (`nft describe icmp type` and the like; nft 1.0.6 has names for codes as well).</summary>
internal static class NftNames
{
    private static readonly FrozenDictionary<string, int> s_icmpTypes = new Dictionary<string, int>
    {
        ["echo-reply"] = 0,
        ["destination-unreachable"] = 3,
        ["source-quench"] = 4,
        ["redirect"] = 5,
        ["echo-request"] = 8,
        ["router-advertisement"] = 9,
        ["router-solicitation"] = 10,
        ["time-exceeded"] = 11,
        ["parameter-problem"] = 12,
        ["timestamp-request"] = 13,
        ["timestamp-reply"] = 14,
        ["info-request"] = 15,
        ["info-reply"] = 16,
        ["address-mask-request"] = 17,
        ["address-mask-reply"] = 18,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> s_icmpV6Types = new Dictionary<string, int>
    {
        ["destination-unreachable"] = 1,
        ["packet-too-big"] = 2,
        ["time-exceeded"] = 3,
        ["parameter-problem"] = 4,
        ["echo-request"] = 128,
        ["echo-reply"] = 129,
        ["mld-listener-query"] = 130,
        ["mld-listener-report"] = 131,
        ["mld-listener-done"] = 132,
        ["mld-listener-reduction"] = 132,
        ["nd-router-solicit"] = 133,
        ["nd-router-advert"] = 134,
        ["nd-neighbor-solicit"] = 135,
        ["nd-neighbor-advert"] = 136,
        ["nd-redirect"] = 137,
        ["router-renumbering"] = 138,
        ["ind-neighbor-solicit"] = 141,
        ["ind-neighbor-advert"] = 142,
        ["mld2-listener-report"] = 143,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> s_icmpCodes = new Dictionary<string, int>
    {
        ["net-unreachable"] = 0,
        ["host-unreachable"] = 1,
        ["prot-unreachable"] = 2,
        ["port-unreachable"] = 3,
        ["frag-needed"] = 4,
        ["net-prohibited"] = 9,
        ["host-prohibited"] = 10,
        ["admin-prohibited"] = 13,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> s_icmpV6Codes = new Dictionary<string, int>
    {
        ["no-route"] = 0,
        ["admin-prohibited"] = 1,
        ["addr-unreachable"] = 3,
        ["port-unreachable"] = 4,
        ["policy-fail"] = 5,
        ["reject-route"] = 6,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> s_codePoints = new Dictionary<string, int>
    {
        ["cs0"] = 0x00,
        ["cs1"] = 0x08,
        ["cs2"] = 0x10,
        ["cs3"] = 0x18,
        ["cs4"] = 0x20,
        ["cs5"] = 0x28,
        ["cs6"] = 0x30,
        ["cs7"] = 0x38,
        ["df"] = 0x00,
        ["be"] = 0x00,
        ["lephb"] = 0x01,
        ["af11"] = 0x0a,
        ["af12"] = 0x0c,
        ["af13"] = 0x0e,
        ["af21"] = 0x12,
        ["af22"] = 0x14,
        ["af23"] = 0x16,
        ["af31"] = 0x1a,
        ["af32"] = 0x1c,
        ["af33"] = 0x1e,
        ["af41"] = 0x22,
        ["af42"] = 0x24,
        ["af43"] = 0x26,
        ["va"] = 0x2c,
        ["ef"] = 0x2e,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The number of a name, or null.</summary>
    public static int? Find(NftValueKind kind, string name)
    {
        FrozenDictionary<string, int>? names = kind switch
        {
            NftValueKind.IcmpType => s_icmpTypes,
            NftValueKind.IcmpV6Type => s_icmpV6Types,
            NftValueKind.IcmpCode => s_icmpCodes,
            NftValueKind.IcmpV6Code => s_icmpV6Codes,
            NftValueKind.Dscp => s_codePoints,
            _ => null,
        };
        return names is not null && names.TryGetValue(name, out int number) ? number : null;
    }
}
