using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Firewall;

public sealed class SecondFirewallCheckTests
{
    private static Finding? Explain(Snapshot facts, PathBuilder path) => PathFindings.Explain(facts, path.Stopped()).SingleOrDefault();

    [Theory, Fault("CN3012")]
    [InlineData("bookworm/healthy")]
    [InlineData("forky/healthy")]
    public void PolicyDropAfterDockersAccept_NamesBoth(string scenario)
    {
        Snapshot facts = PathBuilder.Host(scenario);
        Finding? finding = Explain(facts, new PathBuilder(facts).Translated("172.17.0.2:80")
            .Rule("forward", "filter", "DOCKER", "--dport 80", HopAction.Accept)
            .Foreign("forward", "inet site", "forward", "policy drop", HopAction.Drop, handle: null));

        Assert.Equal("CN3012", finding?.Code);
        Assert.Contains("inet site, chain forward, written by an administrator", finding!.Message, StringComparison.Ordinal);
        Assert.Contains("chain DOCKER", finding.Message, StringComparison.Ordinal);
        Assert.Contains("written by Docker, accepts", finding.Message, StringComparison.Ordinal);
        Assert.Equal(2, finding.Evidence.Count);
        Assert.Contains("nft insert rule inet site forward iifname host0 oifname docker0 tcp dport 80 accept", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bookworm/healthy")]
    [InlineData("trixie/healthy")]
    [InlineData("forky/healthy")]
    public void DropBeforeDockerIsAsked_NamesTheRuleThatWouldAccept(string scenario)
    {
        Snapshot facts = PathBuilder.Host(scenario);
        Finding? finding = Explain(facts, new PathBuilder(facts).Translated("172.17.0.2:80")
            .Foreign("forward", "inet site", "forward", "tcp dport 80 counter drop", HopAction.Drop));

        Assert.Equal("CN3012", finding?.Code);
        Assert.Contains("--dport 80 -j ACCEPT", finding!.Evidence[1].Value, StringComparison.Ordinal);
        Assert.Contains("nft delete rule inet site forward handle 4", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void DropOfTheAnswerThatDockerAccepted_IsNamedAsSuch()
    {
        Snapshot facts = PathBuilder.Host("bookworm/healthy");
        Finding? finding = Explain(facts, new PathBuilder(facts).Reply().Devices("docker0", "host0")
            .Rule("forward", "filter", "FORWARD", "-i docker0 ! -o docker0 -j ACCEPT", HopAction.Accept)
            .Foreign("forward", "inet site", "forward", "drop", HopAction.Drop));

        Assert.Equal("CN3012", finding?.Code);
        Assert.Contains("the answer to", finding!.Message, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN3012")]
    public void DropOfWhatNobodyElseAccepts_IsAnotherFinding()
    {
        Snapshot facts = PathBuilder.Host("bookworm/healthy");

        // Not published: Docker's rules would not let it in either.
        Assert.Equal("CN3003", Explain(facts, new PathBuilder(facts)
            .Between("External", "172.17.0.2:81", "192.0.2.2:40000", "172.17.0.2:81")
            .Foreign("forward", "inet site", "forward", "drop", HopAction.Drop))?.Code);

        // Accepted at another hook, by a policy, and on the way of the answer.
        Assert.Equal("CN3003", Explain(facts, new PathBuilder(facts)
            .Foreign("prerouting", "inet other", "pre", "accept", HopAction.Accept)
            .Foreign("input", "inet other", "input", "policy accept", HopAction.Accept, handle: null)
            .Foreign("input", "inet site", "input", "drop", HopAction.Drop))?.Code);
        Assert.Equal("CN3003", Explain(facts, new PathBuilder(facts)
            .Foreign("input", "inet other", "input", "accept", HopAction.Accept).Reply()
            .Foreign("input", "inet site", "input", "drop", HopAction.Drop))?.Code);
    }

    [Fact]
    public void AcceptOfOurOwnTable_IsNoFirewall()
    {
        Snapshot facts = PathBuilder.Host("bookworm/healthy");
        Assert.Equal("CN3003", Explain(facts, new PathBuilder(facts)
            .Foreign("input", "inet containernet_trace_1_1", "in", "accept", HopAction.Accept, 2, RuleOwner.ContainerNet)
            .Foreign("input", "inet site", "input", "drop", HopAction.Drop))?.Code);
    }
}
