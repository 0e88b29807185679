namespace ContainerNet.Checks.Ports;

public sealed class NothingListensCheckTests
{
    [Fact, Fault("CN5002")]
    public void WrongPort_NamesThePortsThatListen() => Assert.Contains(
        "what does listen: 8000",
        new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], ["8000"]).First("CN5002").Message,
        StringComparison.Ordinal);

    [Fact]
    public void EmbeddedDnsOnly_IsNotAnApplication() => Assert.Contains(
        "nothing listens on any port",
        new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], ["127.0.0.11:40000"]).First("CN5002").Message,
        StringComparison.Ordinal);

    [Fact, NearMiss("CN5002")]
    public void RightPortAmongOthers_IsSilent() =>
        new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], ["80", "8000"]).IsHealthy();

    [Fact]
    public void SameNumberOnTheOtherTransport_DoesNotServe() =>
        new HostBuilder().Container("dns", "172.17.0.2", ["5353:53/udp"], ["53"]).First("CN5002");

    [Fact]
    public void SocketsNotRead_ClaimsNothing() => new HostBuilder()
        .Container("web", "172.17.0.2", ["8080:80"], edit: c => c with { Listeners = null }).HasNot("CN5002");

    [Fact]
    public void SocketsReadInPart_ClaimsNothing() => new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], ["8000/udp"])
        .Gap(Model.FactKinds.Listeners, "/proc/1000/net/tcp", partial: true).HasNot("CN5002");
}
