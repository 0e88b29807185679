namespace ContainerNet.Probes.WebSockets;

/// <summary>Connections that are left alone for a while.</summary>
[Collection(Alone.Name)]
public sealed class IdleTests(WebSocketPlace place) : IClassFixture<WebSocketPlace>
{
    [RootFact("unshare", "nsenter", "ip")]
    public async Task ConnectionThatIsKept_SurvivesTheSilence()
    {
        WebSocketTest test = await IdleAsync(place.Upgrade(TestServer.EchoAsync), 0.3);
        Assert.Equal(WebSocketState.Open, test.State);
        Assert.EndsWith("; survives 0.3 s of silence", test.Detail, StringComparison.Ordinal);
        Assert.Null(test.SilentSeconds);
    }

    [RootTheory]
    [InlineData(false, "ended")]
    [InlineData(true, "reset")]
    public async Task ConnectionThatIsCutOff_IsDroppedAfterThatTime(bool isReset, string how)
    {
        WebSocketTest test = await IdleAsync(AfterPong(0.4, async stream =>
        {
            if (isReset)
            {
                TestServer.Reset(stream);
            }

            await Task.CompletedTask;
        }), 20);
        Assert.Equal((WebSocketState.Dropped, 1006), (test.State, test.CloseCode));
        Assert.InRange(test.SilentSeconds!.Value, 0.35, 1.5);
        Assert.Equal(
            $"{how} after {ProbeText.Seconds(TimeSpan.FromSeconds(test.SilentSeconds.Value))} s of silence, without a close frame", test.Detail);
        Assert.Contains("proxy_read_timeout", test.Reason, StringComparison.Ordinal);
        Assert.NotNull(test.EchoMs);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task ConnectionThatIsClosed_IsClosedAfterThatTime()
    {
        WebSocketTest test = await IdleAsync(
            AfterPong(0.4, stream => stream.WriteAsync(new byte[] { 0x88, 2, 0x03, 0xE9 }).AsTask()), 20);
        Assert.Equal((WebSocketState.Closed, 1001), (test.State, test.CloseCode));
        Assert.InRange(test.SilentSeconds!.Value, 0.35, 1.5);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task ConnectionThatDiedInSilence_IsSilent()
    {
        WebSocketTest test = await IdleAsync(AfterPong(0, _ => Task.Delay(3000)), 0.2, limit: 0.4);
        Assert.Equal((WebSocketState.Silent, "no pong within 0.4 s, after 0.2 s of silence"), (test.State, test.Detail));
        Assert.Contains("connection tracking", test.Reason, StringComparison.Ordinal);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task PingsOfTheServer_AreAnsweredAndTold()
    {
        List<byte> answered = [];
        int port = place.Upgrade(async (stream, stop) =>
        {
            await stream.WriteAsync(new byte[] { 0x89, 1, 0x61 }, stop);
            byte[] frame = new byte[7];
            await stream.ReadExactlyAsync(frame, stop);
            answered.AddRange([frame[0], frame[1], (byte)(frame[6] ^ frame[2])]);
            await TestServer.EchoAsync(stream, stop);
        });
        WebSocketTest test = await IdleAsync(port, 0.2, WebSocketExchange.None);
        Assert.Equal((WebSocketState.Open, "Pings of the server: 1."), (test.State, test.Reason));
        Assert.Equal([0x8A, 0x81, 0x61], answered);
        Assert.Null(test.EchoMs);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task Cancellation_EndsTheSilence()
    {
        int port = place.Upgrade(TestServer.EchoAsync);
        using CancellationTokenSource stop = new(300);
        long start = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WebSocketProber.TestAsync(
            place.Probe(port) with { Idle = TimeSpan.FromMinutes(5) }, stop.Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.2, 3);
    }

    private Task<WebSocketTest> IdleAsync(
        int port, double seconds, WebSocketExchange exchange = WebSocketExchange.Ping, double limit = 2) => WebSocketProber.TestAsync(
            place.Probe(port, seconds: limit) with { Exchange = exchange, Idle = TimeSpan.FromSeconds(seconds) }, CancellationToken.None);

    /// <summary>Answers one ping, waits, and does that.</summary>
    private int AfterPong(double seconds, Func<System.Net.Sockets.NetworkStream, Task> then) => place.Upgrade(async (stream, stop) =>
    {
        byte[] ping = new byte[14];
        await stream.ReadExactlyAsync(ping, stop);
        byte[] pong = [0x8A, 8, .. ping[6..].Select((b, i) => (byte)(b ^ ping[2 + (i % 4)]))];
        await stream.WriteAsync(pong, stop);
        await Task.Delay(TimeSpan.FromSeconds(seconds), stop);
        await then(stream);
    });
}
