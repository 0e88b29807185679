using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Firewall;

public sealed class RuleDropCheckTests
{
    private static readonly Snapshot s_facts = PathBuilder.Host("bookworm/healthy");

    [Fact, Fault("CN3003")]
    public void DropInATableOfItsOwn_IsNamedWithItsHandle()
    {
        Finding finding = Assert.Single(PathFindings.Explain(s_facts, new PathBuilder(s_facts).Foreign(
            "input", "inet site", "input", "iifname \"host0\" tcp dport 8080 counter drop", HopAction.Drop).Stopped()));

        Assert.Equal(("CN3003", "web", 8080, Severity.Error), (finding.Code, finding.Container, finding.Port, finding.Severity));
        Assert.Equal(
            "inet site, chain input, handle 4, written by an administrator or another tool, drops what External sends to "
            + "port 8080/tcp of web: iifname \"host0\" tcp dport 8080 counter drop", finding.Message);
        Assert.Contains("nft delete rule inet site input handle 4", finding.Remedy, StringComparison.Ordinal);
        Assert.False(finding.Repairable);
    }

    [Fact]
    public void DropOfTheAnswer_IsNamedAsSuch()
    {
        Finding finding = Assert.Single(PathFindings.Explain(s_facts, new PathBuilder(s_facts).Reply().Devices("docker0", "host0").Foreign(
            "postrouting", "inet site", "post", "drop", HopAction.Drop).Stopped()));

        Assert.Contains("drops the answer to what External sends to port 8080/tcp of web", finding.Message, StringComparison.Ordinal);
        Assert.StartsWith("the answer was stopped: ", finding.Evidence[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Firewalld_IsOpenedWithItsOwnCommand()
    {
        Finding finding = Assert.Single(PathFindings.Explain(s_facts, new PathBuilder(s_facts)
            .Between("External", "192.0.2.1:9000", "192.0.2.2:40000", "192.0.2.1:9000")
            .Foreign("input", "inet firewalld", "filter_IN_public", "reject", HopAction.Reject, 7, RuleOwner.Firewalld, zone: "public")
            .Stopped(PathVerdict.Rejected)));

        Assert.Contains("rejects what External sends to 192.0.2.1:9000", finding.Message, StringComparison.Ordinal);
        Assert.StartsWith("firewall-cmd --zone=public --add-port=9000/tcp\n", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Ufw_IsOpenedWithItsOwnCommand() => Assert.Equal(
        "ufw route allow proto tcp from any to 172.17.0.2 port 80",
        Assert.Single(PathFindings.Explain(s_facts, new PathBuilder(s_facts).Translated("172.17.0.2:80")
            .Foreign("forward", "ip filter", "ufw-reject-forward", "-j REJECT", HopAction.Reject, 7, RuleOwner.Ufw, FirewallBackend.IptablesNft)
            .Stopped(PathVerdict.Rejected))).Remedy);

    [Theory]
    [InlineData("bookworm/healthy")]
    [InlineData("trixie/healthy")]
    public void IsolationBetweenNetworks_IsOnPurpose(string scenario)
    {
        Snapshot facts = PathBuilder.Host(scenario);
        string app = facts.Networks.Single(n => n.Name == "app").Bridge!;
        Finding finding = Assert.Single(PathFindings.Explain(facts, new PathBuilder(facts)
            .Between("web", "db:5432", "172.17.0.2:40000", "172.19.0.3:5432", "db").Devices("docker0", app)
            .Rule("forward", "filter", "DOCKER-ISOLATION-STAGE-1", "-i docker0", HopAction.Jump)
            .Rule("forward", "filter", "DOCKER-ISOLATION-STAGE-2", $"-o {app} -j DROP", HopAction.Drop).Stopped()));

        Assert.Equal(("CN3003", Severity.Warning), (finding.Code, finding.Severity));
        Assert.Contains("docker network connect app", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void PolicyOfATable_IsMendedByARuleBeforeIt()
    {
        Finding finding = Assert.Single(PathFindings.Explain(s_facts, new PathBuilder(s_facts).Foreign(
            "postrouting", "inet site", "post", "policy drop", HopAction.Drop, handle: null).Stopped()));

        Assert.Contains("nft insert rule inet site post iifname host0 oifname docker0 tcp dport 8080 accept", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void RuleOfIptables_IsDeletedByItsHandleOrNumber()
    {
        Snapshot facts = PathBuilder.Host("bookworm/docker-user-drop");
        PathBuilder path = new PathBuilder(facts).Rule("forward", "filter", "DOCKER-USER", "--dport 80", HopAction.Drop);

        Assert.Matches("nft delete rule ip filter DOCKER-USER handle [0-9]+|iptables -t filter -D DOCKER-USER 1", Assert.Single(
            PathFindings.Explain(facts, path.Stopped())).Remedy);
    }

    [Fact]
    public void NameThatAShellWouldRead_StandsInNoCommand() => Assert.DoesNotContain(
        "nft delete",
        Assert.Single(PathFindings.Explain(s_facts, new PathBuilder(s_facts).Foreign(
            "input", "inet site", "x;reboot", "drop", HopAction.Drop).Stopped())).Remedy,
        StringComparison.Ordinal);

    [Fact, NearMiss("CN3003")]
    public void AcceptAndEndOutsideNetfilter_AreSilent()
    {
        PathBuilder path = new PathBuilder(s_facts).Foreign("forward", "inet site", "forward", "accept", HopAction.Accept);

        Assert.Empty(PathFindings.Explain(s_facts, path.Delivered()));
        Assert.Empty(PathFindings.Explain(s_facts, path.Build(PathVerdict.Dropped, null)));
        Assert.Empty(PathFindings.Explain(s_facts, path.Stopped(PathVerdict.Unanswered)));
        Assert.Empty(PathFindings.Explain(s_facts, path.Ends(HopLayer.Routing, HopReason.NoRoute).Stopped()));
    }
}
