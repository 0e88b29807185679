using ContainerNet.Findings;

namespace ContainerNet.Checks.Firewall;

public sealed class HostPortClosedCheckTests
{
    [Fact, Fault("CN3006")]
    public void HostNetworkServiceOnAClosedPort_NamesZone()
    {
        Finding finding = Zones.WithMetrics(open: false).First("CN3006");

        Assert.Equal(("metrics", 9000, "host0"), (finding.Container, finding.Port, finding.Interface));
        Assert.Contains("zone public", finding.Message, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN3006")]
    public void HostNetworkServiceOnAnOpenPort_IsSilent() => Zones.WithMetrics(open: true).HasNot("CN3006");

    [Fact]
    public void BridgePortThatFirewalldDoesNotOpen_IsSilent() => Zones.Host("docker0", bound: true).HasNot("CN3006");

    [Fact]
    public void HostNetworkServiceOnLoopback_IsSilent() => Zones.WithMetrics(open: false).With(s => s with
    {
        Containers = [.. s.Containers.Select(c => c with { Listeners =
            [.. (c.Listeners ?? []).Select(l => l with { Address = System.Net.IPAddress.Loopback })] })],
    }).HasNot("CN3006");
}
