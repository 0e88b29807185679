using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

public sealed class BridgeWithoutZoneCheckTests
{
    [Fact, Fault("CN3005")]
    public void BridgeInNoZone_CannotReachOut()
    {
        Finding finding = Zones.Host("docker0", bound: false).First("CN3005");

        Assert.Equal(("bridge", "docker0"), (finding.Network, finding.Interface));
        Assert.Contains("firewalld lets pass", finding.Message, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN3005")]
    public void BridgeInZoneDocker_IsSilent() => Zones.Host("docker0", bound: true).HasNot("CN3005");

    [Fact]
    public void FirewalldStopped_IsSilent() => Zones.Host("docker0", bound: false)
        .With(s => s with { Firewalld = new Firewalld { Running = false } }).HasNot("CN3005");

    [Fact]
    public void RulesOfFirewalldNotReadable_IsAGuess() => Assert.Equal(Severity.Info, Zones.Host("docker0", bound: false)
        .With(s => s with { Chains = [.. s.Chains.Where(c => c.Table.Backend != FirewallBackend.Nftables)] }).Has("CN3005").Severity);
}
