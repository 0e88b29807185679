using ContainerNet.Findings;

namespace ContainerNet.Checks.Ports;

public sealed class ListensOnLoopbackCheckTests
{
    [Fact, Fault("CN5001")]
    public void ApplicationOnLoopback_NamesTheSocket()
    {
        Finding finding = new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], ["127.0.0.1:80"]).First("CN5001");

        Assert.Equal(("web", 8080), (finding.Container, finding.Port));
        Assert.Contains("127.0.0.1:80", finding.Message, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN5001")]
    public void UnpublishedPortOnLoopback_IsSilent() =>
        new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], ["80", "127.0.0.1:9000"]).IsHealthy();

    [Fact]
    public void BothLoopbackAndAllAddresses_IsSilent() =>
        new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], ["127.0.0.1:80", "172.17.0.2:80"]).IsHealthy();

    [Fact]
    public void SocketsNotRead_ClaimsNothing() => new HostBuilder()
        .Container("web", "172.17.0.2", ["8080:80"], edit: c => c with { Listeners = null }).HasNot("CN5001");
}
