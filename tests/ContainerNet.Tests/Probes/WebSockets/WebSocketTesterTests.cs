using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Probes.WebSockets;

/// <summary>The request goes to the address that a vantage would use for a container's port.</summary>
[Collection(Alone.Name)]
public sealed class WebSocketTesterTests(WebSocketPlace place) : IClassFixture<WebSocketPlace>
{
    [RootFact("unshare", "nsenter", "ip")]
    public async Task ContainersVantage_GoesToTheApplicationItself()
    {
        int port = place.Upgrade(TestServer.EchoAsync);
        using LinuxHost host = new();
        await using WebSocketTester tester = new(host, Facts(place.Namespace.ProcessId));
        WebSocketTest test = await tester.TestAsync(Probe(Vantage.Container), Port(port), CancellationToken.None);
        Assert.Equal(
            (WebSocketState.Open, "chat", IPAddress.Loopback, port), (test.State, test.Container, test.Address, test.Port));
        Assert.Equal("ws://chat.example/ws", test.Uri.ToString());

        test = await tester.TestAsync(Probe(Vantage.Loopback), Port(port), CancellationToken.None);
        Assert.Equal(
            (WebSocketState.Unknown, null, "not published: there is no host port"), (test.State, test.Address, test.Detail));
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task ApplicationThatDoesNotUpgrade_IsNotBlamedOnAProxy()
    {
        using LinuxHost host = new();
        await using WebSocketTester tester = new(host, Facts(place.Namespace.ProcessId));
        ContainerPort port = Port(place.Answer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
        WebSocketTest test = await tester.TestAsync(Probe(Vantage.Container), port, CancellationToken.None);
        Assert.Equal((WebSocketState.BadRequest, WebSocketMeaning.AtTheApplication), (test.State, test.Reason));
        port = Port(place.Answer("HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 8\r\nContent-Length: 0\r\n\r\n"));
        test = await tester.TestAsync(Probe(Vantage.Container), port, CancellationToken.None);
        Assert.Contains("version 8", test.Reason, StringComparison.Ordinal);
    }

    [RootFact("unshare")]
    public async Task ContainerThatDoesNotRun_IsUnknown()
    {
        using LinuxHost host = new();
        await using (WebSocketTester tester = new(host, Facts(0)))
        {
            WebSocketTest test = await tester.TestAsync(Probe(Vantage.Container), Port(80), CancellationToken.None);
            Assert.Equal((WebSocketState.Unknown, "the container does not run"), (test.State, test.Detail));
        }

        await using (WebSocketTester tester = new(host, Facts(int.MaxValue)))
        {
            WebSocketTest test = await tester.TestAsync(Probe(Vantage.Container), Port(80), CancellationToken.None);
            Assert.Equal(WebSocketState.Unknown, test.State);
            Assert.Contains("its process has ended", test.Detail, StringComparison.Ordinal);
        }
    }

    private static WebSocketProbe Probe(Vantage vantage) => new() { Uri = new Uri("ws://chat.example/ws"), Vantage = vantage };

    private static ContainerPort Port(int port) => new()
    {
        Engine = "docker",
        Container = "chat",
        Protocol = Protocol.Tcp,
        Port = port,
    };

    private static Snapshot Facts(int processId) => new()
    {
        Host = new HostInfo { Name = "h" },
        CollectedAt = DateTimeOffset.UnixEpoch,
        Containers = [new Container { Engine = "docker", Id = "1", Name = "chat", State = ContainerState.Running, ProcessId = processId }],
    };
}
