using ContainerNet.Findings;

namespace ContainerNet.Checks.Firewall;

public sealed class ZoneDriftCheckTests
{
    [Fact, Fault("CN3007")]
    public void PortInUseOpenAtRunTimeOnly_IsLatent()
    {
        Finding finding = Zones.WithMetrics(open: true, permanent: false).First("CN3007");

        Assert.Equal((FindingRole.Latent, "metrics", 9000), (finding.Role, finding.Container, finding.Port));
    }

    [Fact]
    public void PortOfNobodyOpenAtRunTimeOnly_IsWorthKnowingOnly() => Assert.Equal(
        Severity.Info,
        Zones.Host("docker0", bound: true, ports: ["7777/tcp"]).Has("CN3007").Severity);

    [Fact, NearMiss("CN3007")]
    public void PortOpenOnBothSides_IsSilent() => Zones.WithMetrics(open: true, permanent: true).HasNot("CN3007");
}
