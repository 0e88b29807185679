using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Firewall;

public sealed class MasqueradeMissingCheckTests
{
    private const string Own = "nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE\n";

    private static HostBuilder Without(string instead = "nat POSTROUTING\n") => new HostBuilder().Web()
        .Rules(t => t.All().Replace(Own, instead, StringComparison.Ordinal));

    private static HostBuilder Edit(Func<ContainerNetwork, ContainerNetwork> edit) =>
        Without().With(s => s with { Networks = [.. s.Networks.Select(edit)] });

    [Fact, Fault("CN3009")]
    public void NoRuleMasquerades_NamesTheNetwork()
    {
        Finding finding = Without().First("CN3009");

        Assert.Equal(("bridge", Severity.Error), (finding.Network, finding.Severity));
        Assert.Contains("leaves by host0 with the source 172.17.0.2", finding.Message, StringComparison.Ordinal);
        Assert.Contains("iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE", finding.Remedy, StringComparison.Ordinal);
        Assert.True(finding.Repairable);
    }

    [Theory]
    [InlineData("nat -A POSTROUTING -s 172.17.0.0/16 -d 10.0.0.0/8 -j MASQUERADE\n")]
    [InlineData("nat -A POSTROUTING -s 172.18.0.0/16 -j MASQUERADE\n")]
    [InlineData("nat -A POSTROUTING -s 172.17.0.0/16 -j ACCEPT\nnat -A POSTROUTING -j MASQUERADE\n")]
    public void RuleForOthers_DoesNotCount(string rules) => Without(rules).First("CN3009");

    [Theory, NearMiss("CN3009")]
    [InlineData("nat -A POSTROUTING -o host0 -j MASQUERADE\n")]
    [InlineData("nat -A POSTROUTING ! -d 10.0.0.0/8 -j MASQUERADE\n")]
    [InlineData("nat -A POSTROUTING -j SITE\nnat -A SITE -s 172.17.0.2/32 -j MASQUERADE\n")]
    [InlineData("nat -A POSTROUTING -s 172.17.0.0/16 -j WEIRD\n")]
    public void SomebodysRuleThatMayDoIt_IsSilent(string rules) => Without(rules).HasNot("CN3009");

    [Fact]
    public void NetworkThatWasPromisedNone_IsSilent()
    {
        Edit(n => n with { Masquerade = false }).HasNot("CN3009");
        Edit(n => n with { GatewayModeIPv4 = "routed" }).HasNot("CN3009");
        Edit(n => n with { Internal = true }).HasNot("CN3009");
        Edit(n => n with { GatewayModeIPv4 = "nat-unprotected" }).First("CN3009");
    }

    [Fact]
    public void TableOfAnotherFirewall_MayMasquerade()
    {
        FirewallTable table = new(FirewallBackend.Nftables, "inet", "firewalld");
        FirewallChain chain = new() { Table = table, Name = "nat_POSTROUTING", Hook = "postrouting", Priority = 110, Type = "nat", Policy = RuleAction.Accept };
        FirewallRule rule = new() { Table = table, Chain = chain.Name, Number = 1, Text = "oifname host0 masquerade", Action = RuleAction.Masquerade };

        Without().With(s => s with { Chains = [.. s.Chains, chain with { Rules = [rule] }] }).HasNot("CN3009");
        Without().With(s => s with { Chains = [.. s.Chains, chain with { RulesUnread = true }] }).HasNot("CN3009");
        Without().With(s => s with { Chains = [.. s.Chains, chain] }).First("CN3009");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RuleForAMark_CountsWhereTheMarkIsSet(bool isSet)
    {
        FirewallTable table = new(FirewallBackend.IptablesNft, "ip", "mangle");
        FirewallChain mangle = new() { Table = table, Name = "FORWARD", Hook = "forward", Priority = -150, Type = "filter", Policy = RuleAction.Accept };
        FirewallRule mark = new()
        {
            Table = table,
            Chain = mangle.Name,
            Number = 1,
            Text = "-j MARK --set-xmark 0x1/0xffffffff",
            Action = RuleAction.Mark,
            Effects = [new RuleEffect { Kind = RuleAction.Mark, Mark = new RuleMark { Target = RuleField.Mark, Keep = 0, Xor = 1 } }],
        };
        HostBuilder host = Without("nat -A POSTROUTING -m mark --mark 0x1 -j MASQUERADE\n")
            .With(s => s with { Chains = [.. s.Chains, mangle with { Rules = isSet ? [mark] : [] }] });

        Assert.Equal(!isSet, host.Diagnose().Findings.Any(f => f.Code == "CN3009"));
    }

    [Fact]
    public void RulesNotReadAsAWhole_ProveNothing() => Without().Gap(FactKinds.Firewall, "nft", partial: true).HasNot("CN3009");

    [Fact]
    public void ConnectionsNotRead_AreNoRules() =>
        Without().Gap(FactKinds.Firewall, "tracked connections", partial: true).First("CN3009");

    [Fact]
    public void EngineToldNotTo_ExplainsIt() => Assert.Equal(
        "CN3011", Without().Docker("26.1.5", o => o with { Iptables = false }).Has("CN3009").CausedBy);

    [Fact]
    public void PacketThatLeftUntranslated_ProvesIt()
    {
        Snapshot facts = Without().Build();
        PathBuilder path = new PathBuilder(facts).Between("web", "203.0.113.9:80", "172.17.0.2:40000", "203.0.113.9:80", "web").Devices("docker0", "host0");
        PacketPath left = path.Ends(HopLayer.Link, null, HopAction.Leave).Build(PathVerdict.Unanswered, null);
        Finding finding = Assert.Single(PathFindings.Merge(CheckRunner.Run(facts), facts, [left]).Findings, f => f.Code == "CN3009");

        Assert.StartsWith("trace from web to 203.0.113.9:80: unanswered", $"{finding.Evidence[^1]}", StringComparison.Ordinal);
    }
}
