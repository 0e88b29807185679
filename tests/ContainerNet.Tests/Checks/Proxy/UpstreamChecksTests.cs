using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>What a proxy passes requests to: CN6001, CN6002, CN6005.</summary>
public sealed class UpstreamChecksTests
{
    private static HostBuilder WithWeb => new HostBuilder().Web();

    [Fact, Fault("CN6001")]
    public void PortInsideInsteadOfThePublishedOne_NamesThatOne()
    {
        Finding finding = WithWeb.Nginx(ProxyOf.Server("location / { proxy_pass http://127.0.0.1:80; }")).First("CN6001");
        Assert.Contains("web as 8080", finding.Message, StringComparison.Ordinal);
        Assert.Contains(finding.Evidence, e => e.Source == "/etc/nginx/nginx.conf:4");
    }

    [Theory, NearMiss("CN6001")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080/")]
    [InlineData("http://172.17.0.2:80")]
    [InlineData("http://198.51.100.77:80")]
    [InlineData("http://name.of.a.server:81")]
    [InlineData("http://unix:/run/app.sock")]
    [InlineData("http://$backend:81")]
    public void ServedOrElsewhereOrUnknown_IsSilent(string pass) =>
        WithWeb.Nginx(ProxyOf.Server($"location / {{ proxy_pass {pass}; }}")).IsHealthy();

    [Fact]
    public void ServerThatIsDown_CountsForNothing() => WithWeb.Nginx(
        "upstream app { server 127.0.0.1:8080; server 127.0.0.1:9999 down; }\n" + ProxyOf.Server("location / { proxy_pass http://app; }")).IsHealthy();

    [Fact]
    public void OneOfTwo_IsAWarning()
    {
        Finding finding = WithWeb.Nginx(
            "upstream app { server 127.0.0.1:8080; server 127.0.0.1:9999; }\n" + ProxyOf.Server("location / { proxy_pass http://app; }")).First("CN6001");
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains(finding.Evidence, e => e.Source == "/etc/nginx/nginx.conf:3");
    }

    [Fact]
    public void AddressThatNoContainerHas_IsNamedWithItsNetwork() => Assert.Contains(
        "no container of network bridge has the address",
        WithWeb.Nginx(ProxyOf.Server("location / { proxy_pass http://172.17.0.9:80; }")).First("CN6001").Message, StringComparison.Ordinal);

    [Fact]
    public void ContainerThatDoesNotRun_IsTheCause()
    {
        HostBuilder host = WithWeb.Container("shop", "172.17.0.3", ["8001:80"], edit: c => c with { State = ContainerState.Exited, ActivePorts = [] })
            .Nginx(ProxyOf.Server("location / { proxy_pass http://127.0.0.1:8001; }"));
        Finding finding = host.Has("CN6001");
        Assert.Equal((FindingRole.Consequence, "CN5005"), (finding.Role, finding.CausedBy));
    }

    [Fact]
    public void AnotherContainerThatDoesNotRun_IsNot()
    {
        HostBuilder host = WithWeb.Container("shop", "172.17.0.3", ["8001:80"], edit: c => c with { State = ContainerState.Exited, ActivePorts = [] })
            .Nginx(ProxyOf.Server("location / { proxy_pass http://127.0.0.1:8009; }"));
        Assert.Equal(FindingRole.RootCause, host.Has("CN6001").Role);
    }

    [Fact]
    public void SocketsNotRead_ClaimsNothing() => WithWeb.Nginx(ProxyOf.Server("location / { proxy_pass http://127.0.0.1:81; }"))
        .Gap(FactKinds.HostListeners).HasNot("CN6001");

    [Fact]
    public void FileThatNginxHasNotTaken_IsTroubleToCome() => Assert.Equal(FindingRole.Latent, WithWeb.Nginx(
        ProxyOf.Server("location / { proxy_pass http://127.0.0.1:81; }"),
        p => p with { ChangedFiles = [new ChangedFile("/etc/nginx/nginx.conf", ProxyOf.Loaded.AddHours(1))] }).Has("CN6001").Role);

    [Fact, Fault("CN6002")]
    public void LoopbackInAContainer_NamesWhoServesThatPortOnTheHost()
    {
        Finding finding = WithWeb.Container("gate", "172.17.0.4", ["8088:80"], ["80"])
            .NginxIn("gate", ProxyOf.Server("location / { proxy_pass http://127.0.0.1:8080; }")).First("CN6002");
        Assert.Contains("web serves port 8080", finding.Message, StringComparison.Ordinal);
        Assert.Contains("proxy_pass http://web:80", finding.Remedy, StringComparison.Ordinal);
        Assert.Equal("gate", finding.Container);
    }

    [Fact, NearMiss("CN6002")]
    public void LoopbackWhereTheContainerItselfListens_IsSilent() => WithWeb.Container("gate", "172.17.0.4", ["8088:80"], ["80", "127.0.0.1:8080"])
        .NginxIn("gate", ProxyOf.Server("location / { proxy_pass http://127.0.0.1:8080; }")).IsHealthy();

    [Fact, NearMiss("CN6002")]
    public void OnTheHost_LoopbackIsTheHosts() =>
        WithWeb.Nginx(ProxyOf.Server("location / { proxy_pass http://127.0.0.1:8080; }")).HasNot("CN6002");

    [Fact, Fault("CN6005")]
    public void FailuresAtAnAddressThatTheNameHasNoMore_AreNamed()
    {
        Finding finding = Moved("172.18.0.2:8000").First("CN6005");
        Assert.Contains("172.18.0.2:8000 for app, which is 172.18.0.5 now", finding.Message, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN6005")]
    public void FailuresAtTheAddressOfNow_AreNot() => Moved("172.18.0.5:8000").HasNot("CN6005");

    private static HostBuilder Moved(string asked) => WithWeb.Network("front", "br-1", "172.18.0.0/16")
        .Container("app", "172.18.0.5", [], ["8000"], edit: c => OnFront(c, "172.18.0.5"))
        .Container("gate", "172.18.0.4", [], ["80"], edit: c => OnFront(c, "172.18.0.4"))
        .NginxIn(
            "gate", ProxyOf.Server("location / { proxy_pass http://app:8000; }"),
            ProxyOf.Line("connect() failed (113: No route to host) while connecting to upstream", $"http://{asked}/"));

    private static Container OnFront(Container container, string address) => container with
    {
        Endpoints = [new ContainerEndpoint { Network = "front", IPv4 = System.Net.IPAddress.Parse(address), Gateway = System.Net.IPAddress.Parse("172.18.0.1") }],
    };
}
