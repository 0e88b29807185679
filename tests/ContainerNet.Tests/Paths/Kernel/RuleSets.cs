namespace ContainerNet.Paths.Kernel;

/// <summary>Random rule sets of all kinds.</summary>
internal static class RuleSets
{
    /// <summary>One, and the family that its packets have.</summary>
    public static (List<RuleText> Rules, bool IsIPv6) Make(Chance chance)
    {
        bool isIPv6 = chance.Percent(20);
        bool hasSets = chance.Percent(25);
        RuleText Iptables(bool isLegacy) => new IptablesGenerator(chance, isIPv6, isLegacy, hasSets).Make();
        RuleText Nft() => new NftGenerator(chance, isIPv6).Make();
        List<RuleText> rules = chance.Weighted((38, 0), (36, 1), (12, 2), (7, 3), (7, 4)) switch
        {
            0 => [Iptables(isLegacy: false)],
            1 => [Nft()],
            2 => chance.Percent(50) ? [Iptables(isLegacy: false), Nft()] : [Nft(), Iptables(isLegacy: false)],
            3 => [Iptables(isLegacy: true)],
            _ => [Iptables(isLegacy: true), chance.Percent(50) ? Iptables(isLegacy: false) : Nft()],
        };
        return (hasSets ? [IpsetText.Make(chance, isIPv6), .. rules] : rules, isIPv6);
    }
}
