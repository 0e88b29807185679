using ContainerNet.Model;
using ContainerNet.Paths.Rules;
using ContainerNet.Paths.Walking;

namespace ContainerNet.Checks.Firewall;

public sealed class RuleTrialTests
{
    private static readonly System.Net.IPAddress s_client = System.Net.IPAddress.Parse("198.51.100.2");

    private static Outcome Forward(params string[] rules)
    {
        Snapshot facts = new HostBuilder().Web().Rules(t => string.Join('\n', rules.Select(r => $"filter -A FORWARD {r}")), "DROP").Build();
        Packet packet = BridgeTraffic.New(s_client, System.Net.IPAddress.Parse("172.17.0.2"), 80);
        return RuleTrial.Of(facts).Through(facts.Chains[0], PacketHook.Forward, packet);
    }

    [Fact]
    public void RulesOfASnapshot_AreCompiledOnce()
    {
        Snapshot facts = new HostBuilder().Web().Build();

        Assert.Same(Place.OfHost(facts).Rules, Place.OfHost(facts).Rules);
        Assert.NotSame(Place.OfHost(facts).Rules, Place.OfHost(facts with { Chains = [] }).Rules);
    }

    [Theory]
    [InlineData("-p tcp --dport 80 -j ACCEPT", RuleAction.Accept, true)]
    [InlineData("-p tcp --dport 81 -j ACCEPT", RuleAction.Drop, true)]
    [InlineData("-p tcp --sport 1024:40000 -j ACCEPT", RuleAction.Accept, false)]
    [InlineData("-p tcp --sport 1:1023 -j ACCEPT", RuleAction.Drop, true)]
    [InlineData("--strange x -j DROP", RuleAction.Drop, true)]
    [InlineData("--strange x -j ACCEPT", RuleAction.Unknown, false)]
    [InlineData("-j MISSING", RuleAction.Unknown, false)]
    public void Chain_DecidesOverEveryWay(string rule, RuleAction verdict, bool certain)
    {
        Outcome outcome = Forward(rule);

        Assert.Equal((verdict, certain), (outcome.Verdict, outcome.IsCertain));
    }

    [Fact]
    public void RuleThatIsNotUnderstood_IsNamed() => Assert.Equal("--strange x -j ACCEPT", Forward("--strange x -j ACCEPT").Rule?.Text);
}
