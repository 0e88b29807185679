using ContainerNet.Findings;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>What becomes of a WebSocket's upgrade: CN6003, CN6004.</summary>
public sealed class UpgradeChecksTests
{
    private const string Both = "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $c;";
    private const string Map = "map $http_upgrade $c { default upgrade; '' close; }";

    private static Finding First(string code, string location, string server = "", string version = "1.26.3") => new HostBuilder().Web()
        .Nginx($"{Map}\n{ProxyOf.Server(location, server)}", version: version).First(code);

    private static void IsSilent(string location, string server = "", string version = "1.26.3", string map = Map) => new HostBuilder().Web()
        .Nginx($"{map}\n{ProxyOf.Server(location, server)}", version: version).IsHealthy();

    [Fact, Fault("CN6003")]
    public void HeaderOfTheLocation_DiscardsTheServers()
    {
        Finding finding = First(
            "CN6003", "location /ws {\nproxy_pass http://127.0.0.1:8080;\nproxy_set_header X-A b;\n}", $"proxy_http_version 1.1; proxy_set_header Host $host; {Both}");
        Assert.Contains("proxy_set_header X-A in line 7 discards Upgrade", finding.Message, StringComparison.Ordinal);
        Assert.Contains("proxy_set_header Host $host;", finding.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("proxy_http_version", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact, Fault("CN6003")]
    public void PathOfWebSocketsWithoutUpgrade_IsNamed() =>
        Assert.Contains("its path says socket.io", First("CN6003", "location /socket.io/ { proxy_pass http://127.0.0.1:8080; }").Message, StringComparison.Ordinal);

    [Theory, Fault("CN6003")]
    [InlineData("proxy_set_header Upgrade $http_upgrade;")]
    [InlineData("proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"\";")]
    [InlineData("proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_upgrade;")]
    [InlineData("proxy_set_header Connection upgrade;")]
    public void OneOfTwo_IsNamedWhateverThePath(string lines) => Assert.Contains(
        "only one of the headers", First("CN6003", $"location /api/ {{ proxy_pass http://127.0.0.1:8080; proxy_http_version 1.1; {lines} }}").Message, StringComparison.Ordinal);

    [Theory, NearMiss("CN6003")]
    [InlineData("location / { proxy_pass http://127.0.0.1:8080; }", "")]
    [InlineData("location /news/ { proxy_pass http://127.0.0.1:8080; }", "")]
    [InlineData("location /static/ { proxy_pass http://127.0.0.1:8080; proxy_set_header X-A b; }", "proxy_http_version 1.1; " + Both)]
    [InlineData("location /ws { proxy_pass http://127.0.0.1:8080; }", "proxy_http_version 1.1; " + Both)]
    [InlineData("location /ws { proxy_pass http://127.0.0.1:8080; proxy_http_version 1.1; " + Both + " }", "")]
    [InlineData("location /ws { proxy_pass http://127.0.0.1:8080; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"Upgrade\"; }", "")]
    [InlineData("location /ws { proxy_pass http://127.0.0.1:8080; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection; }", "")]
    [InlineData("location /ws { proxy_pass http://127.0.0.1:8080; proxy_http_version 1.1; proxy_set_header Upgrade $mine; proxy_set_header Connection $yours; }", "")]
    public void PassedOrNotMeantOrUnknown_IsSilent(string location, string server) => IsSilent(location, server);

    [Fact, Fault("CN6004")]
    public void DefaultOfOldNginx_IsNamed() => Assert.Contains(
        First("CN6004", $"location /ws {{ proxy_pass http://127.0.0.1:8080; {Both} }}").Evidence,
        e => e.Value == "no proxy_http_version; the default of nginx 1.26.3 is 1.0");

    [Fact, NearMiss("CN6004")]
    public void DefaultOfNewNginx_IsSilent() => IsSilent($"location /ws {{ proxy_pass http://127.0.0.1:8080; {Both} }}", version: "1.29.7");

    [Fact, NearMiss("CN6004")]
    public void OldHttpWithoutUpgrade_IsSilent() => IsSilent("location / { proxy_pass http://127.0.0.1:8080; proxy_http_version 1.0; }");

    [Theory]
    [InlineData("default close; websocket upgrade;", UpgradeHandling.Passed)]
    [InlineData("default close;", UpgradeHandling.Incomplete)]
    [InlineData("~* upgrade;", UpgradeHandling.Unknown)]
    public void MapOfTheRequest_Decides(string entries, UpgradeHandling expected)
    {
        Model.Proxies.Proxy proxy = Sources.Nginx.NginxText.ReadHttp(
            $"map $http_upgrade $c {{ {entries} }}\n" + ProxyOf.Server($"location /ws {{ proxy_pass http://127.0.0.1:8080; proxy_http_version 1.1; {Both} }}"));
        Assert.Equal(expected, ProxyRoutes.UpgradeOf(proxy.Servers[0].Root.Locations[0].Settings.Proxy, proxy));
    }
}
