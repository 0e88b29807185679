using ContainerNet.Hosting;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Probes.WebSockets;

/// <summary>A real nginx before the application: what its usual mistakes look like to a client.</summary>
[Collection(Alone.Name)]
public sealed class NginxTests(WebSocketPlace place) : IClassFixture<WebSocketPlace>
{
    [RootFact("unshare", "nsenter", "ip", "nginx")]
    public async Task UsualMistakes_HaveTheirState()
    {
        using TemporaryFolder folder = new();
        int port = place.NextPort(), secure = place.NextPort(), app = App(), hangs = place.Serve((_, stop) => Task.Delay(Timeout.Infinite, stop));
        TestCertificate.Write(folder);
        File.WriteAllText(folder.In("nginx.conf"), $$"""
            worker_processes 1; pid {{folder.In("pid")}}; error_log {{folder.In("error.log")}}; user root;
            events {}
            http {
                {{RealNginx.OwnPlaces(folder.In(""))}}
                proxy_http_version 1.1;
                server {
                    listen 127.0.0.1:{{port}};
                    location /ws { proxy_pass http://127.0.0.1:{{app}}; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; }
                    location /idle { proxy_pass http://127.0.0.1:{{app}}; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; proxy_read_timeout 1s; }
                    location /bare { proxy_pass http://127.0.0.1:{{app}}; }
                    location /dead { proxy_pass http://127.0.0.1:{{place.NextPort()}}; }
                    location /slow { proxy_pass http://127.0.0.1:{{hangs}}; proxy_read_timeout 1s; }
                    location /moved { return 301 https://$host/ws; }
                    location /page { return 200 'hello'; }
                }
                server {
                    listen 127.0.0.1:{{secure}} ssl; ssl_certificate {{folder.In("cert.pem")}}; ssl_certificate_key {{folder.In("key.pem")}};
                    location / { proxy_pass http://127.0.0.1:{{app}}; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; }
                }
            }
            """);
        await place.StartAsync(
            port, [.. RealNginx.All[0].Command, "-c", folder.In("nginx.conf"), "-e", folder.In("error.log"), "-g", "daemon off;"]);
        Assert.Equal(WebSocketState.Open, (await TestAsync(port, "/ws")).State);
        WebSocketTest test = await TestAsync(port, "/bare");
        Assert.Equal((WebSocketState.BadRequest, 400), (test.State, test.Status));
        Assert.Contains("Upgrade", test.Reason, StringComparison.Ordinal);
        Assert.Equal(WebSocketState.BadGateway, (await TestAsync(port, "/dead")).State);
        Assert.Equal(WebSocketState.GatewayTimeout, (await TestAsync(port, "/slow")).State);
        Assert.Equal(WebSocketState.NotFound, (await TestAsync(port, "/nowhere")).State);
        Assert.Equal(WebSocketState.NotUpgraded, (await TestAsync(port, "/page")).State);
        test = await TestAsync(port, "/moved");
        Assert.Equal(WebSocketState.Redirected, test.State);
        Assert.EndsWith(" to https://chat.example/ws", test.Detail, StringComparison.Ordinal);
        Assert.Equal(WebSocketState.TlsRequired, (await TestAsync(secure, "/ws")).State);
        test = await TestAsync(port, "/ws", "wss");
        Assert.Equal(WebSocketState.TlsFailed, test.State);
        Assert.StartsWith("answers in plain HTTP: HTTP/1.1 400", test.Detail, StringComparison.Ordinal);
        test = await TestAsync(secure, "/ws", "wss");
        Assert.Equal((WebSocketState.Open, "nginx"), (test.State, test.Headers["server"].Split('/')[0]));

        test = await TestAsync(port, "/idle", idle: 10);
        Assert.Equal((WebSocketState.Dropped, 1006), (test.State, test.CloseCode));
        Assert.InRange(test.SilentSeconds!.Value, 0.9, 2.5);
    }

    private Task<WebSocketTest> TestAsync(int port, string path, string scheme = "ws", double idle = 0) => WebSocketProber.TestAsync(
        place.Probe(port, scheme, seconds: 5) with
        {
            Uri = new Uri($"{scheme}://chat.example:{port}{path}"),
            SkipCertificateCheck = true,
            Idle = TimeSpan.FromSeconds(idle),
        },
        CancellationToken.None);

    /// <summary>As frameworks do: an echo for those who ask for an upgrade, and 400 for others.</summary>
    private int App() => place.Serve(async (stream, stop) =>
    {
        string request = await TestServer.ReadRequestAsync(stream);
        if (request.Contains("\r\nUpgrade: websocket\r\n", StringComparison.Ordinal))
        {
            await stream.WriteAsync(TestServer.Bytes(TestServer.Head(request)), stop);
            await TestServer.EchoAsync(stream, stop);
            return;
        }

        await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 34\r\nConnection: close\r\n\r\nCan \"Upgrade\" only to \"WebSocket\"."u8.ToArray(), stop);
    });
}
