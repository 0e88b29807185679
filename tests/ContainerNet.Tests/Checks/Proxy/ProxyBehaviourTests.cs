using ContainerNet.Findings;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>What the log, the slashes, the patterns and the clock tell: CN6006 to CN6009.</summary>
public sealed class ProxyBehaviourTests
{
    private const string Pass = "location / { proxy_pass http://127.0.0.1:8080; }";
    private const string Closed = "upstream prematurely closed connection while reading response header from upstream";

    private static HostBuilder Host(string location, params string[] log) =>
        new HostBuilder().Web().Nginx(ProxyOf.Server(location), p => p.Logs(log));

    [Theory, Fault("CN6006")]
    [InlineData("https", "SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream", "proxy_pass http://127.0.0.1:8080;")]
    [InlineData("http", "upstream sent no valid HTTP/1.0 header while reading response header from upstream", "proxy_pass https://127.0.0.1:8080;")]
    public void LogThatTellsOfTheOtherScheme_IsNamed(string scheme, string message, string remedy) => Assert.Contains(
        remedy,
        Host($"location / {{ proxy_pass {scheme}://127.0.0.1:8080; }}", ProxyOf.Line(message, $"{scheme}://127.0.0.1:8080/")).First("CN6006").Remedy,
        StringComparison.Ordinal);

    [Fact, NearMiss("CN6006")]
    public void SameWordsAboutAnotherUpstreamOrServer_AreSilent() => Host(
        Pass,
        ProxyOf.Line("upstream sent no valid HTTP/1.0 header while reading response header from upstream", "http://127.0.0.1:8443/"),
        ProxyOf.Line("upstream sent no valid HTTP/1.0 header while reading response header from upstream", "http://127.0.0.1:8080/", "other.example"))
        .HasNot("CN6006");

    [Fact, Fault("CN6007")]
    public void ApplicationThatCloses_IsNamedWithItsContainer()
    {
        Finding finding = Host(Pass, ProxyOf.Line(Closed, "http://127.0.0.1:8080/"), ProxyOf.Line(Closed, "http://127.0.0.1:8080/b")).First("CN6007");
        Assert.StartsWith("web takes the request", finding.Message[(finding.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..], StringComparison.Ordinal);
        Assert.Contains(finding.Evidence, e => e.Value.StartsWith("2 times, last 2026-11-21 03:10:00", StringComparison.Ordinal));
    }

    [Theory, NearMiss("CN6007")]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void ContainerThatWasStartedSince_IsAnother(int secondsAfter, bool isTold)
    {
        DateTimeOffset last = HostBuilder.Boot.AddHours(2);
        HostBuilder host = new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], edit: c => c with { StartedAt = last.AddSeconds(secondsAfter) })
            .Nginx(ProxyOf.Server(Pass), p => p.Logs(ProxyOf.Line(Closed, "http://127.0.0.1:8080/")))
            .With(f => f with { Proxies = [.. f.Proxies!.Select(p => p with { Failures = [.. p.Failures!.Select(s => s with { LastAt = last })] })] });
        Assert.Equal(isTold, host.Diagnose().Findings.Any(f => f.Code == "CN6007"));
    }

    [Fact]
    public void HostThatWasLostOnTheWay_IsTheClue()
    {
        Finding finding = new HostBuilder().Web().Nginx(ProxyOf.Server(
            "location /app {\nproxy_pass http://127.0.0.1:8080;\nproxy_set_header X-A b;\n}", "proxy_set_header Host $host;"),
            p => p.Logs(ProxyOf.Line(Closed, "http://127.0.0.1:8080/"))).First("CN6007");

        Assert.Contains(finding.Evidence, e => e.Value.StartsWith("proxy_set_header Host $host, which is lost here", StringComparison.Ordinal));
        Assert.StartsWith("In location /app (/etc/nginx/nginx.conf:4): proxy_set_header Host $host;\n", finding.Remedy, StringComparison.Ordinal);
        Assert.True(finding.Repairable);
    }

    [Theory]
    [InlineData("29s", true)]
    [InlineData("30s", false)]
    [InlineData("1h", false)]
    public void ShortTimeoutOfAWebSocket_IsAWarning(string timeout, bool named)
    {
        HostBuilder host = Host("location /ws { proxy_pass http://127.0.0.1:8080; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; "
            + $"proxy_set_header Connection upgrade; proxy_read_timeout {timeout}; }}");
        if (named)
        {
            Assert.Equal(Severity.Warning, host.First("CN6007").Severity);
        }
        else
        {
            host.IsHealthy();
        }
    }

    [Fact, NearMiss("CN6007")]
    public void ShortTimeoutOfPages_IsSilent() => Host("location / { proxy_pass http://127.0.0.1:8080; proxy_read_timeout 5s; }").IsHealthy();

    [Fact, NearMiss("CN6007")]
    public void DefaultTimeoutOfAWebSocket_IsSilent() => Host(
        "location /ws { proxy_pass http://127.0.0.1:8080; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; }").IsHealthy();

    [Theory, Fault("CN6008")]
    [InlineData("location /shelf { proxy_pass http://127.0.0.1:8080/; }", "/shelf/page is passed on as //page")]
    [InlineData("location /shelf/ { proxy_pass http://127.0.0.1:8080/api; }", "/shelf/page is passed on as /apipage")]
    [InlineData("location /a { proxy_pass http://127.0.0.1:8080; }\nlocation ~ ^/ { return 404; }", "fits every path")]
    [InlineData("location ~* .* { return 404; }\nlocation ~ [.]php$ { return 403; }", "fits every path")]
    public void LostSlashesAndPatternsForAll_AreNamed(string locations, string words) =>
        Assert.Contains(words, Host(locations).First("CN6008").Message, StringComparison.Ordinal);

    [Theory, NearMiss("CN6008")]
    [InlineData("location /shelf/ { proxy_pass http://127.0.0.1:8080/; }")]
    [InlineData("location /shelf { proxy_pass http://127.0.0.1:8080/api; }")]
    [InlineData("location /shelf { proxy_pass http://127.0.0.1:8080; }")]
    [InlineData("location = /shelf { proxy_pass http://127.0.0.1:8080/; }")]
    [InlineData("location ^~ /a { proxy_pass http://127.0.0.1:8080; }\nlocation ~ ^/ { return 404; }")]
    [InlineData("location / { proxy_pass http://127.0.0.1:8080; }\nlocation ~ [.]php$ { return 404; }")]
    public void RightSlashesAndPatterns_AreSilent(string locations) => Host(locations).IsHealthy();

    [Fact]
    public void TwoServersOfOneName_AreNamedWithBothPlaces()
    {
        Finding finding = new HostBuilder().Web().Nginx(ProxyOf.Server(Pass) + "\n" + ProxyOf.Server(Pass)).First("CN6008");
        Assert.Contains("/etc/nginx/nginx.conf:3 already", finding.Message, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN6008")]
    public void TwoServersOfOneNameOnTwoPorts_AreSilent() => new HostBuilder().Web()
        .Nginx(ProxyOf.Server(Pass) + "\nserver { listen 81; server_name shop.example; return 301 http://shop.example; }").IsHealthy();

    [Fact, Fault("CN6009")]
    public void FileThatWasChangedSince_IsNamed() => Assert.Contains(
        "/etc/nginx/conf.d/a.conf changed since",
        new HostBuilder().Web().Nginx(
            ProxyOf.Server(Pass), p => p with { ChangedFiles = [new ChangedFile("/etc/nginx/conf.d/a.conf", ProxyOf.Loaded.AddMinutes(1))] })
            .First("CN6009").Message, StringComparison.Ordinal);

    [Fact]
    public void FilesThatNginxWouldRefuse_AreTroubleToCome()
    {
        Finding finding = new HostBuilder().Web().Nginx(ProxyOf.Server(Pass + " }")).Has("CN6009");
        Assert.Equal(FindingRole.Latent, finding.Role);
    }

    [Fact, NearMiss("CN6009")]
    public void FilesAsTheyWereTaken_AreSilent() => Host(Pass).IsHealthy();
}
