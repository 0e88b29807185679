using System.Net;
using ContainerNet.Hosting;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Every way in which a handshake ends, over real sockets.</summary>
[Collection(Alone.Name)]
public sealed class HandshakeTests(WebSocketPlace place) : IClassFixture<WebSocketPlace>
{
    [RootFact("unshare", "nsenter", "ip")]
    public async Task ServerThatEchoes_IsOpen()
    {
        int port = place.Upgrade(TestServer.EchoAsync);
        WebSocketTest test = await WebSocketProber.TestAsync(
            place.Probe(port) with { Exchange = WebSocketExchange.Echo }, CancellationToken.None);
        Assert.Equal((WebSocketState.Open, 101), (test.State, test.Status));
        Assert.StartsWith("HTTP 101 Switching Protocols; the text came back after ", test.Detail, StringComparison.Ordinal);
        Assert.Equal((1000, "bye"), (test.CloseCode, test.CloseReason));
        Assert.Equal("websocket", test.Headers["Upgrade"]);
        Assert.Equal((IPAddress.Loopback, IPAddress.Loopback, port), (test.Address, test.SourceAddress, test.Port));
        Assert.InRange(test.HandshakeMs!.Value, 0.001, 2000);
        Assert.InRange(test.EchoMs!.Value, 0.001, 2000);
        Assert.Null(test.SilentSeconds);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task Request_IsThatOfABrowser()
    {
        TaskCompletionSource<string> seen = new();
        int port = place.Serve(async (stream, _) => seen.SetResult(await TestServer.ReadRequestAsync(stream)));
        WebSocketProbe probe = place.Probe(port) with
        {
            SubProtocols = ["chat.v2", "chat"],
            Origin = "https://page.example",
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer x", ["user-agent"] = "Mozilla/5.0" },
            Cookies = ["a=1", "b=2"],
        };
        WebSocketTest test = await WebSocketProber.TestAsync(probe, CancellationToken.None);
        Assert.Equal(WebSocketState.ClosedEarly, test.State);
        string[] lines = (await seen.Task).Split("\r\n");
        Assert.Equal("GET /ws?room=1 HTTP/1.1", lines[0]);
        Assert.Equal(
            [
                "Authorization: Bearer x", "Connection: Upgrade", "Cookie: a=1; b=2", $"Host: chat.example:{port}",
                "Origin: https://page.example", "Sec-WebSocket-Protocol: chat.v2, chat", "Sec-WebSocket-Version: 13",
                "Upgrade: websocket", "user-agent: Mozilla/5.0",
            ],
            lines[1..^2].Where(l => !l.StartsWith("Sec-WebSocket-Key: ", StringComparison.Ordinal)).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(16, Convert.FromBase64String(TestServer.KeyOf(string.Join("\r\n", lines))).Length);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task SubprotocolThatTheServerChooses_IsTold()
    {
        int port = place.Serve(async (stream, stop) =>
        {
            await TestServer.UpgradeAsync(stream, "Sec-WebSocket-Protocol: chat\r\n");
            await TestServer.EchoAsync(stream, stop);
        });
        WebSocketProbe probe = place.Probe(port) with { SubProtocols = ["chat.v2", "chat"] };
        WebSocketTest test = await WebSocketProber.TestAsync(probe, CancellationToken.None);
        Assert.Equal((WebSocketState.Open, "chat", ""), (test.State, test.SubProtocol, test.Reason));

        test = await WebSocketProber.TestAsync(
            probe with { Port = place.Upgrade(TestServer.EchoAsync) }, CancellationToken.None);
        Assert.Equal((WebSocketState.Open, null), (test.State, test.SubProtocol));
        Assert.Contains("Chrome", test.Reason, StringComparison.Ordinal);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task InterimAnswers_AreSkipped()
    {
        int port = place.Serve(async (stream, stop) =>
        {
            string request = await TestServer.ReadRequestAsync(stream);
            await stream.WriteAsync(TestServer.Bytes("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + TestServer.Head(request)), stop);
            await TestServer.EchoAsync(stream, stop);
        });
        Assert.Equal(WebSocketState.Open, (await place.TestAsync(port)).State);
    }

    [RootTheory]
    [InlineData("200 OK", WebSocketState.NotUpgraded)]
    [InlineData("204 No Content", WebSocketState.NotUpgraded)]
    [InlineData("400 Bad Request", WebSocketState.BadRequest)]
    [InlineData("426 Upgrade Required", WebSocketState.BadRequest)]
    [InlineData("401 Unauthorized", WebSocketState.Unauthorized)]
    [InlineData("407 Proxy Authentication Required", WebSocketState.Unauthorized)]
    [InlineData("403 Forbidden", WebSocketState.Forbidden)]
    [InlineData("404 Not Found", WebSocketState.NotFound)]
    [InlineData("405 Method Not Allowed", WebSocketState.ClientError)]
    [InlineData("500 Internal Server Error", WebSocketState.ServerError)]
    [InlineData("502 Bad Gateway", WebSocketState.BadGateway)]
    [InlineData("503 Service Unavailable", WebSocketState.Unavailable)]
    [InlineData("504 Gateway Time-out", WebSocketState.GatewayTimeout)]
    [InlineData("999 Whatever", WebSocketState.InvalidAnswer)]
    public async Task PlainAnswer_HasItsStateAndAReason(string status, WebSocketState state)
    {
        WebSocketTest test = await place.TestAsync(place.Answer($"HTTP/1.1 {status}\r\nServer: nginx/1.22.1\r\nContent-Length: 4\r\n\r\noops"));
        Assert.Equal(
            (state, $"HTTP {status} from nginx/1.22.1: oops", $"HTTP/1.1 {status}"), (test.State, test.Detail, test.StatusLine));
        Assert.Equal(("oops", status), (test.Body, $"{test.Status}{status[3..]}"));
        Assert.NotEmpty(test.Reason);
    }

    [RootTheory]
    [InlineData("http://elsewhere.example/ws", "Browsers do not follow")]
    [InlineData("https://chat.example/ws", "use wss://")]
    public async Task Redirect_SaysWhereTo(string location, string reason)
    {
        WebSocketTest test = await place.TestAsync(place.Answer($"HTTP/1.1 308 Permanent Redirect\r\nLocation: {location}\r\n\r\n"));
        Assert.Equal(WebSocketState.Redirected, test.State);
        Assert.EndsWith($" to {location}", test.Detail, StringComparison.Ordinal);
        Assert.Contains(reason, test.Reason, StringComparison.Ordinal);
    }

    [RootTheory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n<html><center>The plain HTTP request was sent to HTTPS port</center>")]
    [InlineData("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n1f4\r\nBad Request\r\nThis combination of host and port requires TLS.\r\n")]
    [InlineData("\x15\x03\x01\x00\x02\x02\x46")]
    public async Task PortThatWantsTls_IsTlsRequired(string reply) =>
        Assert.Equal(WebSocketState.TlsRequired, (await place.TestAsync(place.Answer(reply), seconds: 0.6)).State);

    [RootFact("unshare", "nsenter", "ip")]
    public async Task WrongVersion_IsSaid()
    {
        WebSocketTest test = await place.TestAsync(place.Answer("HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 8, 7\r\n\r\n"));
        Assert.Equal((WebSocketState.BadRequest, "The server speaks WebSocket version 8, 7, and browsers speak 13."), (test.State, test.Reason));
    }

    [RootTheory]
    [InlineData("Upgrade: WebSocket\r\nConnection: keep-alive, UPGRADE\r\nSec-WebSocket-Accept:   {0}  \r\n", WebSocketState.Silent)]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {1}\r\n", WebSocketState.WrongAcceptKey)]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", WebSocketState.WrongAcceptKey)]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade\r\n", WebSocketState.WrongAcceptKey)]
    [InlineData("Connection: Upgrade\r\nSec-WebSocket-Accept: {0}\r\n", WebSocketState.InvalidUpgrade)]
    [InlineData("Upgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {0}\r\n", WebSocketState.InvalidUpgrade)]
    [InlineData("Upgrade: websocket\r\nConnection: close\r\nSec-WebSocket-Accept: {0}\r\n", WebSocketState.InvalidUpgrade)]
    [InlineData("Upgrade: websocket\r\nSec-WebSocket-Accept: {0}\r\n", WebSocketState.InvalidUpgrade)]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {0}\r\nSec-WebSocket-Protocol: chat\r\n", WebSocketState.InvalidUpgrade)]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {0}\r\nSec-WebSocket-Extensions: permessage-deflate\r\n", WebSocketState.InvalidUpgrade)]
    public async Task UpgradeIsHeldToTheProtocol(string headers, WebSocketState state)
    {
        int port = place.Serve(async (stream, stop) =>
        {
            string accept = UpgradeRequest.AcceptFor(TestServer.KeyOf(await TestServer.ReadRequestAsync(stream)));
            string text = headers.Replace("{0}", accept, StringComparison.Ordinal)
                .Replace("{1}", accept.ToUpperInvariant(), StringComparison.Ordinal);
            await stream.WriteAsync(TestServer.Bytes($"HTTP/1.1 101 Switching Protocols\r\n{text}\r\n"), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        Assert.Equal(state, (await place.TestAsync(port, seconds: 0.4)).State);
    }

    [Fact]
    public void Accept_IsThatOfTheStandardsExample() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", UpgradeRequest.AcceptFor("dGhlIHNhbXBsZSBub25jZQ=="));

    [RootFact("unshare", "nsenter", "ip", "nft")]
    public async Task NoConnection_HasTheStateOfThePort()
    {
        Assert.Equal(WebSocketState.Refused, (await place.TestAsync(place.NextPort())).State);
        int rejected = place.NextPort(), filtered = place.NextPort();
        (int exitCode, _, string error) = place.Namespace.Execute(
            "nft", $"add table inet t; add chain inet t c {{ type filter hook input priority 0; }}; add rule inet t c tcp dport {rejected} reject with icmpx admin-prohibited; add rule inet t c tcp dport {filtered} drop");
        Assert.True(exitCode == 0, error);
        Assert.Equal(WebSocketState.Rejected, (await place.TestAsync(rejected)).State);
        WebSocketTest test = await place.TestAsync(filtered, seconds: 0.3);
        Assert.Equal((WebSocketState.Filtered, "no answer within 0.3 s"), (test.State, test.Detail));
        test = await WebSocketProber.TestAsync(
            place.Probe(80) with { Address = IPAddress.Parse("192.0.2.77") }, CancellationToken.None);
        Assert.Equal((WebSocketState.Unknown, "no route to that network from here"), (test.State, test.Detail));
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task ServerThatEndsTheConnection_IsClosedEarlyOrReset()
    {
        WebSocketTest test = await place.TestAsync(place.Serve((_, _) => Task.CompletedTask));
        Assert.True(test.State is WebSocketState.ClosedEarly or WebSocketState.Reset, $"{test.State}");
        test = await place.TestAsync(place.Serve(async (stream, _) => await TestServer.ReadRequestAsync(stream)));
        Assert.Equal((WebSocketState.ClosedEarly, "closed without an answer to the handshake"), (test.State, test.Detail));
        test = await place.TestAsync(place.Serve(async (stream, _) =>
        {
            await TestServer.ReadRequestAsync(stream);
            TestServer.Reset(stream);
        }));
        Assert.Equal(WebSocketState.Reset, test.State);
        Assert.Matches("^reset [0-9]+ ms after accept$", test.Detail);
    }

    [Fact]
    public async Task NameWithoutAddress_IsUnresolved()
    {
        // No label may be as long, so no name server is asked.
        Uri uri = new($"ws://{new string('a', 64)}.example/");
        WebSocketTest test = await WebSocketProber.TestAsync(new WebSocketProbe { Uri = uri }, CancellationToken.None);
        Assert.Equal((WebSocketState.Unresolved, null, 80), (test.State, test.Address, test.Port));
        Assert.Contains("-Address", test.Reason, StringComparison.Ordinal);
    }

    [RootFact("unshare")]
    public async Task ContainerThatHasEnded_IsAnError()
    {
        ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(() => WebSocketProber.TestAsync(
            place.Probe(80) with { ContainerProcessId = int.MaxValue }, CancellationToken.None));
        Assert.Equal(Problem.NamespaceNotFound, e.Problem);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task Cancellation_StopsAtOnce()
    {
        int port = place.Serve((_, stop) => Task.Delay(Timeout.Infinite, stop));
        using CancellationTokenSource stop = new(100);
        long start = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => WebSocketProber.TestAsync(place.Probe(port, seconds: 30), stop.Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.05, 3);
    }

    [Theory]
    [InlineData("X-A", "b\r\nX-C: d")]
    [InlineData("X-A:", "b")]
    [InlineData("X A", "b")]
    [InlineData("", "b")]
    [InlineData("upgrade", "h2c")]
    [InlineData("Content-Length", "5")]
    public void HeaderThatWouldBreakTheRequest_IsRefused(string name, string value)
    {
        Assert.NotNull(HeaderRules.FaultOf(name, value));
        Assert.Throws<ArgumentException>(() => UpgradeRequest.Of(
            new WebSocketProbe { Uri = new Uri("ws://a/"), Headers = new Dictionary<string, string> { [name] = value } }));
    }

    [Fact]
    public void OtherTextThatWouldBreakTheRequest_IsRefused()
    {
        WebSocketProbe probe = new() { Uri = new Uri("ws://a/") };
        Assert.Throws<ArgumentException>(() => UpgradeRequest.Of(probe with { Origin = "a\nb" }));
        Assert.Throws<ArgumentException>(() => UpgradeRequest.Of(probe with { Cookies = ["a\r\nb"] }));
        Assert.Throws<ArgumentException>(() => UpgradeRequest.Of(probe with { SubProtocols = ["a b"] }));
        Assert.Null(HeaderRules.FaultOf("X-A", "b\tc"));
    }

    [Theory]
    [InlineData("ws://chat.example/a%20b?c=%C3%A9#d", "GET /a%20b?c=%C3%A9 HTTP/1.1\r\nHost: chat.example\r\n")]
    [InlineData("wss://chat.example:443", "GET / HTTP/1.1\r\nHost: chat.example\r\n")]
    [InlineData("ws://[2001:db8::1]:8080/", "GET / HTTP/1.1\r\nHost: [2001:db8::1]:8080\r\n")]
    [InlineData("ws://b\u00fccher.example/\u00e9", "GET /%C3%A9 HTTP/1.1\r\nHost: xn--bcher-kva.example\r\n")]
    public void Uri_BecomesTargetAndHost(string uri, string start) => Assert.StartsWith(
        start, System.Text.Encoding.ASCII.GetString(UpgradeRequest.Of(new WebSocketProbe { Uri = new Uri(uri) }).Bytes), StringComparison.Ordinal);
}
