using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

public sealed class LegacyTablesCheckTests
{
    private static HostBuilder Legacy(string text, string policy) => new HostBuilder().Web().With(s => s with
    {
        Chains = [.. s.Chains, .. ChainText.Parse(text, policy, [], FirewallBackend.IptablesLegacy)],
    });

    [Fact, Fault("CN3008")]
    public void LegacyPolicyDrop_NamesThePolicy() => Assert.Contains(
        Legacy("filter FORWARD", "DROP").First("CN3008").Evidence, e => e.Value.Contains("policy Drop", StringComparison.Ordinal));

    [Fact, NearMiss("CN3008")]
    public void LegacyTablesEmpty_IsSilent() => Legacy("filter FORWARD", "ACCEPT").HasNot("CN3008");

    [Fact]
    public void LegacyRulesThatDoNotTouchContainers_IsSilent() =>
        Legacy("filter -A FORWARD -i wg0 -j DROP", "ACCEPT").HasNot("CN3008");
}
