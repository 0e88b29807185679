using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>What each form of rule means, against a table that was read line by line: tests/Fixtures/netfilter/README.md.</summary>
public sealed class RuleMeaningTests
{
    private static readonly string[] s_suites = ["bookworm", "trixie", "forky"];

    [Fact]
    public void EveryFormOfIptables_MeansWhatTheTableSays() =>
        Compare("forms-iptables-meaning.txt", s_suites.SelectMany(suite => IptablesSaveParser
            .Parse(ScriptedHost.Fixture($"netfilter/{suite}/forms-iptables-save.txt"), FirewallBackend.IptablesNft, "ip").Chains));

    [Fact]
    public void EveryFormOfNft_MeansWhatTheTableSays() =>
        Compare("forms-nft-meaning.txt", s_suites.SelectMany(suite => NftJsonParser
            .Parse(ScriptedHost.Fixture($"netfilter/{suite}/forms-nft.json")).Chains));

    private static void Compare(string file, IEnumerable<FirewallChain> chains)
    {
        string[] lines = [.. chains.SelectMany(chain => chain.Rules)
            .Select(rule => $"{rule.Table.Family} {rule.Table.Name} {rule.Text}\n    {RuleSketch.Of(rule)}").Distinct(StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable("CONTAINERNET_WRITE_MEANINGS") is string folder)
        {
            File.WriteAllText(Path.Combine(folder, file), string.Join('\n', lines) + "\n");
        }

        Assert.Equal(ScriptedHost.Fixture("netfilter/" + file).TrimEnd('\n').Split('\n'), string.Join('\n', lines).Split('\n'));
    }
}
