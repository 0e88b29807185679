using System.Net;
using System.Net.Sockets;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths.Requests;
using ContainerNet.Probes.WebSockets;

namespace ContainerNet.Probes.Proxies;

/// <summary>The requests that are really sent: the application is a server in a namespace of its own, and so is the proxy.</summary>
[Collection(Alone.Name)]
public sealed class ProxyRouteTesterTests(WebSocketPlace place) : IClassFixture<WebSocketPlace>
{
    [RootFact("unshare", "nsenter", "ip")]
    public async Task UpstreamIsAskedInTheWordsOfTheProxy_AndTheApplicationInThoseOfTheClient()
    {
        List<string> requests = [];
        int port = Application(requests, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        RouteObservation seen = await ObserveAsync(
            $"location /app/ {{ proxy_set_header Host $host; proxy_set_header X-Real $scheme; proxy_pass http://127.0.0.1:{port}/; }}",
            "http://shop.example/app/x?y=1", port);

        Assert.Equal(200, seen.Upstreams[0].AsProxy.Status);
        Assert.Equal(200, seen.Upstreams[0].Direct!.Status);
        Assert.StartsWith("GET /x?y=1 HTTP/1.0\r\nHost: shop.example\r\nX-Real: http\r\nConnection: close\r\n", requests[0], StringComparison.Ordinal);
        Assert.StartsWith("GET /x?y=1 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: ContainerNet\r\n\r\n", requests[1], StringComparison.Ordinal);
        Assert.Null(seen.Upstreams[0].Original);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task PathThatTheApplicationDoesNotKnow_IsAskedForAsTheClientWroteIt()
    {
        int port = place.Serve(async (stream, stop) =>
        {
            string request = await TestServer.ReadRequestAsync(stream);
            await stream.WriteAsync(TestServer.Bytes(request.StartsWith("GET /app/x ", StringComparison.Ordinal)
                ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), stop);
        });
        RouteObservation seen = await ObserveAsync($"location /app/ {{ proxy_pass http://127.0.0.1:{port}/; }}", "http://a/app/x", port);
        SeenUpstream upstream = seen.Upstreams[0];
        Assert.Equal((404, 404, 200), (upstream.AsProxy.Status, upstream.Direct!.Status, upstream.Original!.Status));
    }

    /// <summary>As what forwards the port of a container in which nobody listens.</summary>
    [RootFact("unshare", "nsenter", "ip")]
    public async Task UpstreamThatHangsUpWhateverItHears_SpeaksNoTls()
    {
        int port = place.Serve((_, _) => Task.CompletedTask);
        SeenAnswer seen = (await ObserveAsync($"location / {{ proxy_pass http://127.0.0.1:{port}; }}", "http://shop.example/", port)).Upstreams[0].AsProxy;
        Assert.Equal((false, false), (seen.AnswersToTls, seen.AnswersToHost));
        Assert.True(seen.State is WebSocketState.Reset or WebSocketState.ClosedEarly, seen.Detail);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task UpstreamThatHangsUp_IsAskedForTheClientsHost()
    {
        int port = place.Serve(async (stream, stop) =>
        {
            if ((await TestServer.ReadRequestAsync(stream)).Contains("\r\nHost: shop.example\r\n", StringComparison.Ordinal))
            {
                await stream.WriteAsync(TestServer.Bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), stop);
            }
        });
        string location = $"proxy_pass http://127.0.0.1:{port};";
        Assert.True((await ObserveAsync($"location / {{ {location} }}", "http://shop.example/", port)).Upstreams[0].AsProxy.AnswersToHost);
        Assert.False((await ObserveAsync($"location / {{ {location} }}", "http://other.example/", port)).Upstreams[0].AsProxy.AnswersToHost);
        Assert.False((await ObserveAsync($"location / {{ proxy_set_header Host $host; {location} }}", "http://other.example/", port)).Upstreams[0].AsProxy.AnswersToHost);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task Handshake_HasAKeyOfItsOwnEachTime()
    {
        List<string> keys = [];
        int port = place.Serve(async (stream, stop) =>
        {
            string request = await TestServer.ReadRequestAsync(stream);
            keys.Add(TestServer.KeyOf(request));
            await stream.WriteAsync(TestServer.Bytes(TestServer.Head(request)), stop);
            await TestServer.EchoAsync(stream, stop);
        });
        RouteObservation seen = await ObserveAsync(
            $"location / {{ {ProxiedHost.Upgrade} proxy_pass http://127.0.0.1:{port}; }}", "ws://a/ws", port);
        Assert.Equal((WebSocketState.Open, WebSocketState.Open), (seen.Upstreams[0].AsProxy.State, seen.Upstreams[0].Direct!.State));
        Assert.Equal(2, keys.Distinct().Count());
        Assert.DoesNotContain("", keys);
    }

    [RootTheory]
    [InlineData("HTTP/1.1 200 OK\r\n", "no answer")]
    [InlineData("SSH-2.0-OpenSSH_10.0\r\n", "not HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\nabc", "200")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://evil/\u001b[31m\r\n\r\n", "302")]
    public async Task OddAnswers_AreCutAndNamed(string reply, string word)
    {
        int port = place.Answer(reply);
        RouteObservation seen = await ObserveAsync($"location / {{ proxy_pass http://127.0.0.1:{port}; }}", "http://a/", port, seconds: 1);
        Assert.Equal(word, seen.Upstreams[0].AsProxy.Word);
        Assert.DoesNotContain('\u001b', seen.Upstreams[0].AsProxy.Detail);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task EndlessHead_IsCut()
    {
        int port = place.Serve(async (stream, stop) =>
        {
            await TestServer.ReadRequestAsync(stream);
            await stream.WriteAsync(TestServer.Bytes("HTTP/1.1 200 OK\r\n"), stop);
            while (true)
            {
                await stream.WriteAsync(TestServer.Bytes("X-A: b\r\n"), stop);
            }
        });
        RouteObservation seen = await ObserveAsync($"location / {{ proxy_pass http://127.0.0.1:{port}; }}", "http://a/", port);
        Assert.Equal("not HTTP", seen.Upstreams[0].AsProxy.Word);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task NothingButGetIsSent()
    {
        List<string> requests = [];
        int port = Application(requests, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        RouteObservation seen = await ObserveAsync(
            $"location / {{ proxy_method POST; proxy_pass http://127.0.0.1:{port}; }}", "http://a/", port);
        Assert.Null(seen.Upstreams[0].AsProxy.Test);
        Assert.Contains("POST", seen.Upstreams[0].AsProxy.Note, StringComparison.Ordinal);
        Assert.All(requests, r => Assert.StartsWith("GET ", r, StringComparison.Ordinal));
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task NobodyThere_IsRefused()
    {
        int port = place.NextPort();
        RouteObservation seen = await ObserveAsync($"location / {{ proxy_pass http://127.0.0.1:{port}; }}", "http://a/", port);
        Assert.Equal("refused", seen.Upstreams[0].AsProxy.Word);
    }

    private int Application(List<string> requests, string reply) => place.Serve(async (stream, stop) =>
    {
        requests.Add(await TestServer.ReadRequestAsync(stream));
        await stream.WriteAsync(TestServer.Bytes(reply), stop);
    });

    /// <summary>The client's own request goes to a port of nobody.</summary>
    private async Task<RouteObservation> ObserveAsync(string locations, string url, int port, double seconds = 3)
    {
        Container container = ProxiedHost.Facts.Containers[0] with { ProcessId = place.Namespace.ProcessId };
        RequestWalk walk = ProxiedHost.With(locations).Walk(url);
        walk = walk with
        {
            Address = IPAddress.Loopback,
            Port = Closed(),
            Proxy = walk.Proxy with { InHostNetwork = false, ProcessId = place.Namespace.ProcessId },
            Upstreams = [.. walk.Upstreams.Select(u => u with { Application = new ApplicationPlace(container, IPAddress.Loopback, port) })],
        };
        using LinuxHost host = new();
        await using ProxyRouteTester tester = new(host, ProxiedHost.Facts) { Limit = TimeSpan.FromSeconds(seconds) };
        RouteObservation seen = await tester.ObserveAsync(walk, CancellationToken.None);
        Assert.Equal("refused", seen.Through.Word);
        return seen;
    }

    private static int Closed()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
