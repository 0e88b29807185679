using ContainerNet.Findings;

namespace ContainerNet.Checks.Firewall;

public sealed class IsolationMissingCheckTests
{
    private static HostBuilder Two() => new HostBuilder().Network("app", "br-app", "172.19.0.0/16").Web()
        .Container("api", "172.19.0.2", ["3000:3000"], network: "app");

    [Fact, Fault("CN3016")]
    public void IsolationRulesMissing_NamesTheNetworks()
    {
        Finding finding = Two().Rules(t => t.Filter() + t.Isolation(rules: false) + t.Nat()).First("CN3016");

        Assert.Contains("app (br-app)", finding.Message, StringComparison.Ordinal);
        Assert.Equal("docker", finding.Engine);
    }

    [Fact]
    public void RawRulesMissingOn28_NamesTheContainers() => Assert.Contains(
        "web (172.17.0.2)",
        Two().Docker("28.5.2").Rules(t => t.Filter() + t.Isolation() + t.Nat()).First("CN3016").Message,
        StringComparison.Ordinal);

    [Fact]
    public void RawRuleMissingForAContainerWithoutPortsOn28_NamesIt() => Assert.Contains(
        "plain (172.17.0.9)",
        Two().Docker("28.5.2").Container("plain", "172.17.0.9", []).First("CN3016").Message,
        StringComparison.Ordinal);

    [Fact, NearMiss("CN3016")]
    public void AllRulesThere_IsHealthy() => Two().IsHealthy();

    [Fact]
    public void DirectRoutingAllowedOn28_NeedsNoRawRules() => Two().Docker("28.5.2", o => o with { AllowDirectRouting = true })
        .Rules(t => t.Filter() + t.Isolation() + t.Nat()).HasNot("CN3016");
}
