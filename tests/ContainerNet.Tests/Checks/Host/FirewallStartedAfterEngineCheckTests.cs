namespace ContainerNet.Checks.Host;

public sealed class FirewallStartedAfterEngineCheckTests
{
    [Fact, Fault("CN1009")]
    public void FirewallLateAndChainsGone_IsToldAfterTheChains()
    {
        HostBuilder host = new HostBuilder().Web().Unit("nftables.service", 30).NoChains();

        host.First("CN3001");
        Assert.Contains("nftables.service", host.Has("CN1009").Message, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN1009")]
    public void FirewallLateAndNothingMissing_IsSilent() => new HostBuilder().Web().Unit("nftables.service", 30).HasNot("CN1009");

    [Fact]
    public void FirewallEarlyAndChainsGone_IsNotToBlame() =>
        new HostBuilder().Web().Unit("nftables.service", 5).NoChains().HasNot("CN1009");
}
