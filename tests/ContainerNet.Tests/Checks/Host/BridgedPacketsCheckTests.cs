using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Host;

public sealed class BridgedPacketsCheckTests
{
    private const string Key = "net.bridge.bridge-nf-call-iptables";

    private static HostBuilder Two(string value, bool icc) => new HostBuilder().Web().Container("db", "172.17.0.3", [], ["5432"])
        .Setting(Key, value, boot: value == "0" ? "/etc/sysctl.d/99-bridge.conf:3=0" : null)
        .With(s => s with { Networks = [.. s.Networks.Select(n => n with { Icc = icc })] });

    [Fact, Fault("CN1008")]
    public void ContainersToBeKeptApart_AreNotWhenIptablesIsBypassed()
    {
        Finding finding = Two("0", icc: false).First("CN1008");

        Assert.Equal(("bridge", Severity.Warning), (finding.Network, finding.Severity));
        Assert.Contains(finding.Evidence, e => e.Source == "/etc/sysctl.d/99-bridge.conf:3");
        Assert.Contains($"sysctl -w {Key}=1", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void RuleForForwardedPackets_HitsWhatIsBridged()
    {
        Finding finding = Two("1", icc: true).Insert("filter -A DOCKER-USER -i docker0 -p tcp --dport 5432 -j DROP").First("CN1008");

        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Contains(finding.Evidence, e => e.Value.Contains("--dport 5432 -j DROP", StringComparison.Ordinal));
        Assert.Contains("-D DOCKER-USER 1", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN1008")]
    public void WhatTheEngineWants_IsSilent()
    {
        Two("1", icc: false).HasNot("CN1008");
        Two("1", icc: true).HasNot("CN1008");
        Two("0", icc: true).HasNot("CN1008");
        Two("1", icc: true).Insert("filter -A DOCKER-USER -i host0 -p tcp --dport 5432 -j DROP").HasNot("CN1008");
        Two("0", icc: true).Insert("filter -A DOCKER-USER -i docker0 -p tcp --dport 5432 -j DROP").HasNot("CN1008");
    }

    [Fact]
    public void OneContainerAlone_HasNobodyToReach() => new HostBuilder().Web().Setting(Key, "0")
        .With(s => s with { Networks = [.. s.Networks.Select(n => n with { Icc = false })] }).HasNot("CN1008");

    [Fact]
    public void SettingThatIsNotThere_ProvesNothing()
    {
        Two("0", icc: false).Setting(Key, null).HasNot("CN1008");
        Two("0", icc: false).With(s => s with { Settings = [.. s.Settings.Where(k => k.Key != Key)] }).HasNot("CN1008");
    }

    [Theory]
    [InlineData("bookworm/forward-drop")]
    [InlineData("bookworm/iptables-flush")]
    public void PolicyThatDropsEverything_ExplainsIt(string scenario) => Assert.All(
        CheckRunner.Run(PathBuilder.Host(scenario)).Findings.Where(f => f.Code == "CN1008"),
        f => Assert.Equal(FindingRole.Consequence, f.Role));

    [Fact]
    public void DropSeenOnABridge_IsThisAndNotJustARule()
    {
        Snapshot facts = PathBuilder.Host("bookworm/healthy");
        Finding finding = Assert.Single(PathFindings.Explain(facts, new PathBuilder(facts).Devices("docker0", "docker0")
            .Between("web", "dns:80", "172.17.0.2:40000", "172.17.0.3:80", "dns")
            .Foreign("forward", "inet site", "forward", "drop", HopAction.Drop).Stopped()));

        Assert.Equal(("CN1008", "bridge"), (finding.Code, finding.Network));
        Assert.Contains("nft delete rule inet site forward handle 4", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trixie/bridge-nf-off")]
    [InlineData("forky/bridge-nf-off")]
    public void PacketBetweenContainersToBeKeptApart_ProvesIt(string scenario)
    {
        Snapshot facts = PathBuilder.Host(scenario);
        string one = facts.Containers.Single(c => c.Name == "one").Endpoints[0].IPv4!.ToString();
        string two = facts.Containers.Single(c => c.Name == "two").Endpoints[0].IPv4!.ToString();
        PacketPath path = new PathBuilder(facts).Between("one", "two:80", $"{one}:40000", $"{two}:80", "two").Delivered();

        Finding finding = Assert.Single(PathFindings.Merge(CheckRunner.Run(facts), facts, [path]).Findings, f => f.Code == "CN1008");
        Assert.StartsWith("trace from one to ", finding.Evidence[^1].Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trixie/bridge-nf-off")]
    [InlineData("forky/bridge-nf-off")]
    public void DropByTheEnginesOwnRule_IsOnPurpose(string scenario)
    {
        Snapshot facts = PathBuilder.Host(scenario);
        string bridge = facts.Networks.Single(n => n.Name == "apart").Bridge!;
        string chain = scenario.StartsWith("forky", StringComparison.Ordinal) ? "DOCKER-FORWARD" : "FORWARD";
        Finding finding = Assert.Single(PathFindings.Explain(facts, new PathBuilder(facts).Devices(bridge, bridge)
            .Between("one", "two:80", "172.20.0.2:40000", "172.20.0.3:80", "two")
            .Rule("forward", "filter", chain, $"-i {bridge} -o {bridge} -j DROP", HopAction.Drop).Stopped()));

        Assert.Equal(("CN3003", Severity.Warning), (finding.Code, finding.Severity));
        Assert.Contains("enable_icc=false", finding.Remedy, StringComparison.Ordinal);
    }
}
