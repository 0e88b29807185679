namespace ContainerNet.Checks.Networks;

public sealed class BridgeDownCheckTests
{
    private static HostBuilder Bridge(bool exists) => new HostBuilder().Web().With(s => s with
    {
        Links = [.. s.Links.Where(l => exists || l.Name != "docker0").Select(l => l.Name == "docker0" ? l with { IsUp = false } : l)],
    });

    [Fact, Fault("CN2001")]
    public void BridgeDown_NamesIt() => Assert.Equal("docker0", Bridge(true).First("CN2001").Interface);

    [Fact]
    public void BridgeMissing_CannotBePutUp() => Assert.False(Bridge(false).First("CN2001").Repairable);

    [Fact, NearMiss("CN2001")]
    public void BridgeWithoutCarrierOrMembers_IsSilent() => new HostBuilder().With(s => s with
    {
        Links = [.. s.Links.Select(l => l.Name == "docker0" ? l with { HasCarrier = false } : l)],
    }).HasNot("CN2001");

    [Fact]
    public void RootlessEngine_HasItsBridgesElsewhere() =>
        Bridge(false).Engine(e => e with { Rootless = true }).HasNot("CN2001");
}
