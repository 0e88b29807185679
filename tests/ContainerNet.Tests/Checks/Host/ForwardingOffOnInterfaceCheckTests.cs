namespace ContainerNet.Checks.Host;

public sealed class ForwardingOffOnInterfaceCheckTests
{
    private static HostBuilder OffOn(string name) => new HostBuilder().Web().With(s => s with
    {
        Links = [.. s.Links.Select(l => l.Name == name ? l with { ForwardingIPv4 = false } : l)],
    });

    [Fact, Fault("CN1004")]
    public void UplinkDoesNotForward_NamesIt() => Assert.Equal("host0", OffOn("host0").First("CN1004").Interface);

    [Fact]
    public void BridgeDoesNotForward_NamesItsNetwork() => Assert.Equal("bridge", OffOn("docker0").First("CN1004").Network);

    [Fact, NearMiss("CN1004")]
    public void LoopbackDoesNotForward_IsSilent() => OffOn("lo").HasNot("CN1004");

    [Fact]
    public void InternalNetworksBridgeDoesNotForward_IsSilent() => new HostBuilder().Web()
        .Network("vault", "br-vault", "172.20.0.0/16", isInternal: true)
        .Container("safe", "172.20.0.2", [], network: "vault")
        .With(s => s with { Links = [.. s.Links.Select(l => l.Name == "br-vault" ? l with { ForwardingIPv4 = false } : l)] })
        .HasNot("CN1004");

    [Fact]
    public void EverythingOff_IsCN1001sBusiness() =>
        OffOn("host0").Setting("net.ipv4.ip_forward", "0").HasNot("CN1004");
}
