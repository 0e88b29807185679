using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

public sealed class ChainsGoneCheckTests
{
    private static readonly Firewalld s_old = new()
    {
        Running = true, Version = "1.3.3", Backend = "nftables", DefaultZone = "public",
    };

    [Fact, Fault("CN3001")]
    public void FirewalldStartedLater_NamesUnitVersionAndTimes()
    {
        Finding finding = new HostBuilder().Web().Unit("firewalld.service", 60)
            .Rules(_ => "filter FORWARD\nnat PREROUTING").With(s => s with { Firewalld = s_old }).First("CN3001");

        Assert.Contains("firewalld.service was started at 2026-11-21 02:01:00", finding.Message, StringComparison.Ordinal);
        Assert.Contains(finding.Evidence, e => e.Value.Contains("1.3.3", StringComparison.Ordinal));
        Assert.Equal("docker", finding.Engine);
        Assert.True(finding.Repairable);
    }

    [Fact]
    public void EverythingFlushed_MakesTheRestConsequences()
    {
        Diagnosis diagnosis = new HostBuilder().Web().NoChains().Diagnose();

        Assert.Equal("CN3001", diagnosis.Findings[0].Code);
        Assert.All(diagnosis.Findings.Where(f => f.Code == "CN3002"), f => Assert.Equal("CN3001", f.CausedBy));
    }

    [Fact]
    public void NatChainDeleted_NamesOnlyIt() => Assert.Contains(
        "(nat DOCKER)",
        new HostBuilder().Web().Rules(t => t.Filter() + t.Isolation() + "nat PREROUTING").First("CN3001").Message,
        StringComparison.Ordinal);

    [Fact, NearMiss("CN3001")]
    public void AllChainsThere_IsHealthy() => new HostBuilder().Web().IsHealthy();

    [Fact]
    public void Docker28_WantsItsOwnChains()
    {
        new HostBuilder().Docker("28.5.2+dfsg4").Web().IsHealthy();
        new HostBuilder().Docker("28.5.2").Web().Rules(t => t.All().Replace("DOCKER-CT", "OTHER", StringComparison.Ordinal)).First("CN3001");
    }

    [Fact]
    public void RulesNotReadAsAWhole_ClaimsNothing() =>
        new HostBuilder().Web().NoChains().Gap(FactKinds.Firewall, "iptables-save -c", partial: true).HasNot("CN3001");

    [Fact]
    public void EngineToldToLeaveIptablesAlone_IsSilent() =>
        new HostBuilder().Docker("20.10.24", o => o with { Iptables = false }).Web().NoChains().HasNot("CN3001");
}
