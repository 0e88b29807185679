using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Paths.Requests;
using ContainerNet.Probes.WebSockets;

namespace ContainerNet.Probes.Proxies;

/// <summary>Where the answers part, by what was seen.</summary>
public sealed class ObservedPartingTests
{
    private const string Page = "location / { proxy_pass http://127.0.0.1:8001; }";
    private const string Cut = "location /shop/ { proxy_pass http://127.0.0.1:8001/; }";
    private const string Upgrade = "location / { " + ProxiedHost.Upgrade + " proxy_pass http://127.0.0.1:8003; }";

    /// <summary>Answers by number, or by the state where there is none; "-" was not asked.</summary>
    [Theory]
    [InlineData(Page, "http://a/", "200", "200", "200", "-", RouteParting.None)]
    [InlineData(Page, "http://a/", "302", "302", "302", "-", RouteParting.None)]
    [InlineData(Page, "http://a/", "404", "404", "404", "-", RouteParting.Application)]
    [InlineData(Page, "http://a/", "404", "404", "200", "-", RouteParting.HeadersChanged)]
    [InlineData(Page, "http://a/", "502", "Refused", "200", "-", RouteParting.UpstreamRefuses)]
    [InlineData(Page, "http://a/", "504", "Filtered", "200", "-", RouteParting.UpstreamUnreachable)]
    [InlineData(Page, "http://a/", "502", "Reset", "-", "-", RouteParting.UpstreamCloses)]
    [InlineData(Page, "http://a/", "504", "NoAnswer", "-", "-", RouteParting.UpstreamSilent)]
    [InlineData(Page, "http://a/", "502", "TlsRequired", "200", "-", RouteParting.WrongScheme)]
    [InlineData(Page, "http://a/", "502", "InvalidAnswer", "-", "-", RouteParting.WrongProtocol)]
    [InlineData(Page, "http://a/", "502", "200", "200", "-", RouteParting.ProxyDiffers)]
    [InlineData(Page, "http://a/", "Refused", "200", "200", "-", RouteParting.ProxyUnreachable)]
    [InlineData(Page, "http://a/", "502", "-", "-", "-", RouteParting.Unknown)]
    [InlineData(Cut, "http://a/shop/x", "200", "200", "200", "-", RouteParting.None)]
    [InlineData(Cut, "http://a/shop/x", "404", "404", "404", "200", RouteParting.UriChanged)]
    [InlineData(Cut, "http://a/shop/x", "404", "404", "404", "404", RouteParting.Application)]
    [InlineData(Page, "ws://a/", "426", "426", "101", "-", RouteParting.UpgradeLost)]
    [InlineData(Page, "ws://a/", "200", "200", "-", "-", RouteParting.UpgradeLost)]
    [InlineData(Upgrade, "ws://a/", "101", "101", "101", "-", RouteParting.None)]
    [InlineData(Upgrade, "ws://a/", "403", "403", "403", "-", RouteParting.Application)]
    [InlineData(Upgrade, "ws://a/", "403", "403", "101", "-", RouteParting.HeadersChanged)]
    [InlineData(Upgrade, "ws://a/", "400", "101", "101", "-", RouteParting.ProxyDiffers)]
    [InlineData("location / { return 404; }", "http://a/", "404", "-", "-", "-", RouteParting.ProxyAnswers)]
    [InlineData("location / { return 404; }", "http://a/", "200", "-", "-", "-", RouteParting.ProxyDiffers)]
    [InlineData("location / { return 301 https://b/; }", "http://a/", "301", "-", "-", "-", RouteParting.ProxyAnswers)]
    [InlineData("location /x { proxy_pass http://127.0.0.1:8001; } location ~ ^/ { proxy_pass http://127.0.0.1:8002; }",
        "http://a/x", "404", "404", "404", "-", RouteParting.OtherLocation)]
    [InlineData("location / { proxy_pass http://127.0.0.1:8001; } location /x { proxy_pass http://127.0.0.1:8002; }",
        "http://a/x", "404", "404", "404", "-", RouteParting.Application)]
    public void Answers_PartThere(
        string locations, string url, string through, string upstream, string direct, string original, RouteParting expected)
    {
        (RouteParting parting, string reason) = Judge(ProxiedHost.With(locations).Walk(url), through, upstream, direct, original);
        Assert.True(expected == parting, $"{parting}: {reason}");
        Assert.EndsWith(".", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void FileThatWasChangedSince_IsNamed()
    {
        RequestWalk walk = ProxiedHost.With(Page, p => p with
        {
            ChangedFiles = [new ChangedFile("/etc/nginx/conf.d/shop.conf", DateTimeOffset.UnixEpoch)],
        }).Walk("http://a/");
        Assert.Contains("/etc/nginx/conf.d/shop.conf", Judge(walk, "502", "200", "200", "-").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void UpstreamThatAnswersToAnotherHost_HungUpOnTheHost()
    {
        RequestWalk walk = ProxiedHost.With(Page).Walk("http://a/");
        RouteObservation seen = Seen(walk, "502", "ClosedEarly", "200", "-");
        (RouteParting parting, string reason) = ObservedParting.Of(
            walk, seen with { Upstreams = [.. seen.Upstreams.Select(u => u with { AsProxy = u.AsProxy with { AnswersToHost = true } })] });

        Assert.Equal(RouteParting.HostChanged, parting);
        Assert.Contains("asked for 127.0.0.1:8001, as the proxy asks, and answers when it is asked for a.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_AreOneAStep_AndTheLastTells()
    {
        RequestWalk walk = ProxiedHost.With(Page).Walk("ws://a/");
        IReadOnlyList<ProxyRouteTest> rows = RouteRows.Of(walk, Seen(walk, "426", "426", "101", "-"), "web1");
        Assert.Equal(
            [RouteStep.Client, RouteStep.Proxy, RouteStep.Upstream, RouteStep.Application, RouteStep.Verdict], rows.Select(r => r.Step));
        Assert.Equal(["connected", "426", "426", "101", "UpgradeLost"], rows.Select(r => r.Status));
        Assert.Equal([null, null, null, null, RouteParting.UpgradeLost], rows.Select(r => r.Parting));
        Assert.Contains(rows[2].Evidence, e => e.Value == "HTTP/1.0, Host: 127.0.0.1:8001, Connection: close");
        Assert.All(RouteRows.Predicted(walk, "web1").SkipLast(1), r => Assert.Equal("", r.Status));
    }

    private static (RouteParting Parting, string Reason) Judge(RequestWalk walk, string through, string upstream, string direct, string original) =>
        ObservedParting.Of(walk, Seen(walk, through, upstream, direct, original));

    private static RouteObservation Seen(RequestWalk walk, string through, string upstream, string direct, string original) => new(
        Answer(walk, through)!,
        [.. walk.Upstreams.Select(u => new SeenUpstream(
            u, Answer(walk, upstream) ?? new SeenAnswer("", null, "not asked"), Answer(walk, direct), Answer(walk, original)))]);

    private static SeenAnswer? Answer(RequestWalk walk, string text)
    {
        if (text == "-")
        {
            return null;
        }

        bool isStatus = int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int status);
        return new SeenAnswer(walk.Url.ToString(), new WebSocketTest
        {
            Uri = walk.Url,
            Vantage = Vantage.Host,
            Port = 80,
            State = !isStatus ? Enum.Parse<WebSocketState>(text) : status == 101 ? WebSocketState.Open : WebSocketState.NotUpgraded,
            Status = isStatus ? status : null,
            Detail = isStatus ? $"HTTP {status}" : text,
        });
    }
}
