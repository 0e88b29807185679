using ContainerNet.Findings;

namespace ContainerNet.Checks.Firewall;

public sealed class ForwardPolicyDropCheckTests
{
    private static string Chains(DockerRuleText text) => string.Join('\n', (text.Filter() + text.Isolation() + text.Nat()).Split('\n')
        .Where(l => !l.StartsWith("filter -A FORWARD", StringComparison.Ordinal)));

    [Fact, Fault("CN3004")]
    public void ForwardFlushedWithPolicyDrop_NamesTheNetwork()
    {
        Finding finding = new HostBuilder().Web().Rules(Chains).First("CN3004");

        Assert.Equal(("bridge", "docker0"), (finding.Network, finding.Interface));
        Assert.Contains(finding.Evidence, e => e.Value.Contains("policy Drop", StringComparison.Ordinal));
    }

    [Fact]
    public void ForwardFlushedWithPolicyAccept_IsSilent() => new HostBuilder().Web().Rules(Chains, "ACCEPT").HasNot("CN3004");

    [Theory, NearMiss("CN3004")]
    [InlineData("20.10.24")]
    [InlineData("26.1.5")]
    [InlineData("28.5.2")]
    public void PolicyDropWithDockersRules_IsHealthy(string version) => new HostBuilder().Docker(version).Web().IsHealthy();

    [Fact]
    public void RuleThatIsNotUnderstoodInTheWay_IsUnknown() => Assert.Equal(
        Severity.Info, new HostBuilder().Web().Rules(Chains).Insert("filter -A FORWARD -j WEIRD").Has("CN3004").Severity);
}
