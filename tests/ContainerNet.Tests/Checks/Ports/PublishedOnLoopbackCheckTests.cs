using ContainerNet.Findings;

namespace ContainerNet.Checks.Ports;

public sealed class PublishedOnLoopbackCheckTests
{
    [Fact, Fault("CN5003")]
    public void PublishedOnLoopback_IsAWarning() => Assert.Equal(
        Severity.Warning, new HostBuilder().Container("web", "172.17.0.2", ["127.0.0.1:8080:80"]).First("CN5003").Severity);

    [Fact]
    public void PublishedOnAForeignAddress_IsAnError() => Assert.Equal(
        Severity.Error, new HostBuilder().Container("web", "172.17.0.2", ["203.0.113.9:8080:80"]).First("CN5003").Severity);

    [Fact, NearMiss("CN5003")]
    public void PublishedOnTheHostsAddress_IsHealthy() =>
        new HostBuilder().Container("web", "172.17.0.2", ["192.0.2.1:8080:80"]).IsHealthy();

    [Fact]
    public void PublishedOnLoopbackAndTheHostsAddress_IsSilent() =>
        new HostBuilder().Container("web", "172.17.0.2", ["127.0.0.1:8080:80", "192.0.2.1:8081:80"]).HasNot("CN5003");
}
