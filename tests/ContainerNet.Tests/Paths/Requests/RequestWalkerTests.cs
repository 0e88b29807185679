using System.Net;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A request over facts alone: to the proxy, through it, to who is asked.</summary>
public sealed class RequestWalkerTests
{
    [Fact]
    public void PathThatIsCut_ReachesTheApplicationInItsContainer()
    {
        RequestWalk walk = ProxiedHost.With("location /stock/ { proxy_pass http://127.0.0.1:8002/; }").Walk("http://shop.example/stock/7?a=b");

        Assert.Equal((80, PathVerdict.Delivered, "shop.example location /stock/ (/etc/nginx/nginx.conf:4)"),
            (walk.Port, walk.Way!.Verdict, walk.Location));
        UpstreamStop stop = Assert.Single(walk.Upstreams);
        Assert.Equal(("/7?a=b", IPAddress.Loopback, PathVerdict.Delivered), (walk.Answer.Upstream!.Target, stop.Address, stop.Way!.Verdict));
        Assert.Equal(("stock", 8000), (stop.Application!.Container.Name, stop.Application.Port));
        Assert.Equal(RouteParting.None, PredictedParting.Of(walk).Parting);
    }

    [Theory]
    [InlineData("http://shop.example:81/")]
    [InlineData("https://shop.example/")]
    [InlineData("http://203.0.113.77/")]
    public void PortOrAddressOfNobody_IsNoWalk(string url)
    {
        Snapshot facts = ProxiedHost.With("location / { proxy_pass http://127.0.0.1:8001; }");
        RequestWalker walker = new(facts);
        Assert.Empty(walker.Walk(new Uri(url), new RequestOrigin(), facts.Proxies!));
        Assert.Contains("listens on 80", walker.Missing(new Uri(url), facts.Proxies!), StringComparison.Ordinal);
    }

    [Fact]
    public void ProxyInAContainer_IsNamedWithThePortThatClientsComeBy()
    {
        Snapshot facts = ProxiedHost.With("location / { proxy_pass http://127.0.0.1:8001; }", p => p with
        {
            Engine = "podman:sam", Container = "gate", InHostNetwork = false,
        });
        facts = facts with
        {
            Containers = [.. facts.Containers, new Container
            {
                Engine = "podman:sam", Id = "1", Name = "gate", State = ContainerState.Running,
                ActivePorts = [new PortBinding { ContainerPort = 80, HostPort = 8088, Protocol = Protocol.Tcp }],
            }],
        };
        Assert.Contains(
            "listens on 80 (published as 8088)", new RequestWalker(facts).Missing(new Uri("http://a/"), facts.Proxies!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("location / { proxy_pass http://127.0.0.1:8004; }", "http://a/", RouteParting.UpstreamRefuses)]
    [InlineData("location / { proxy_pass http://elsewhere:80; }", "http://a/", RouteParting.Unknown)]
    [InlineData("location / { proxy_pass http://unix:/run/app.sock; }", "http://a/", RouteParting.Unknown)]
    [InlineData("location / { return 404; }", "http://a/", RouteParting.ProxyAnswers)]
    [InlineData("location / { proxy_pass http://127.0.0.1:8003; }", "http://a/", RouteParting.None)]
    [InlineData("location / { proxy_pass http://127.0.0.1:8003; }", "ws://a/", RouteParting.UpgradeLost)]
    [InlineData("location / { " + ProxiedHost.Upgrade + " proxy_pass http://localhost:8003; }", "ws://a/", RouteParting.None)]
    [InlineData("location / { proxy_set_header Upgrade websocket; proxy_set_header Connection upgrade; proxy_http_version 1.0; proxy_pass http://127.0.0.1:8003; }",
        "ws://a/", RouteParting.OldHttp)]
    [InlineData("location /ws { " + ProxiedHost.Upgrade + " proxy_pass http://127.0.0.1:8003; } location ~ ^/ { proxy_pass http://127.0.0.1:8001; }",
        "ws://a/ws", RouteParting.OtherLocation)]
    [InlineData("location / { " + ProxiedHost.Upgrade + " proxy_pass http://127.0.0.1:8003; } location /ws { proxy_pass http://127.0.0.1:8003; }",
        "ws://a/ws", RouteParting.UpgradeLost)]
    [InlineData("location ^~ /ws { " + ProxiedHost.Upgrade + " proxy_pass http://127.0.0.1:8003; } location ~ ^/ { proxy_pass http://127.0.0.1:8001; }",
        "ws://a/ws", RouteParting.None)]
    public void Parting_IsPredicted(string locations, string url, RouteParting expected)
    {
        (RouteParting parting, string reason) = PredictedParting.Of(ProxiedHost.With(locations).Walk(url));
        Assert.True(expected == parting, $"{parting}: {reason}");
    }

    [Fact]
    public void UpgradeOfAPageUrl_IsAskedForOnlyWhenWanted()
    {
        Snapshot facts = ProxiedHost.With("location / { proxy_pass http://127.0.0.1:8003; }");
        Assert.Equal(RouteParting.UpgradeLost, PredictedParting.Of(facts.Walk("http://a/", new RequestOrigin { IsWebSocket = true })).Parting);
    }

    [Fact]
    public void GroupOfServers_IsServedByOneOfThem()
    {
        Snapshot facts = ProxiedHost.Facts with
        {
            Proxies = [ProxiedHost.Facts.Proxies![0] with
            {
                Configuration = Sources.Nginx.NginxText.ReadHttp("""
                    upstream app { server 127.0.0.1:8004; server 127.0.0.1:8001; server 127.0.0.1:8002 down; }
                    server { listen 80; location / { proxy_pass http://app; } }
                    """),
            }],
        };
        RequestWalk walk = facts.Walk("http://a/");
        Assert.Equal([8004, 8001], walk.Upstreams.Select(u => u.Server.Port));
        Assert.Equal(RouteParting.None, PredictedParting.Of(walk).Parting);
    }

    [Fact]
    public void NameInTheFileHostsOfTheProxy_IsFollowed_AndAnotherIsSaidToBeUnknown()
    {
        Snapshot facts = ProxiedHost.With("location /a { proxy_pass http://app:8001; } location /b { proxy_pass http://other:8001; }",
            p => p with { Hosts = [new HostsEntry("APP", IPAddress.Loopback)] });
        Assert.Equal(IPAddress.Loopback, facts.Walk("http://x/a").Upstreams[0].Address);
        UpstreamStop other = facts.Walk("http://x/b").Upstreams[0];
        Assert.Null(other.Address);
        Assert.Contains("not asked", other.AddressSource, StringComparison.Ordinal);
    }

    [Fact]
    public void ProxyInAContainer_IsReachedByItsPublishedPort()
    {
        Snapshot facts = ProxiedHost.With("location / { return 204; }", p => p with
        {
            Engine = ProxiedHost.Facts.Containers[0].Engine,
            Container = ProxiedHost.Facts.Containers[0].Name,
            InHostNetwork = false,
            Configuration = Sources.Nginx.NginxText.ReadHttp("server { listen 8000; location / { return 204; } }"),
        });
        RequestWalk walk = facts.Walk("http://shop.example:8001/");
        Assert.Equal((8001, 8000, RouteParting.ProxyAnswers), (walk.Port, walk.Request.Port, PredictedParting.Of(walk).Parting));
        Assert.Empty(new RequestWalker(facts).Walk(new Uri("http://shop.example:8000/"), new RequestOrigin(), facts.Proxies!));
    }

    [Fact]
    public void PublishedPortThatTheProxyDoesNotServe_IsUnreachable()
    {
        Snapshot facts = ProxiedHost.With("", p => p with
        {
            Engine = ProxiedHost.Facts.Containers[0].Engine,
            Container = ProxiedHost.Facts.Containers[0].Name,
            InHostNetwork = false,
        });
        Assert.Equal(RouteParting.ProxyUnreachable, PredictedParting.Of(facts.Walk("http://shop.example:8001/")).Parting);
    }
}
