using System.Net.Sockets;
using System.Text;

namespace ContainerNet.Hosting;

public sealed class UnixHttpClientTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();
    private readonly LinuxHost _host = new();

    private string SocketPath => _folder.In("s");

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task BodyOfKnownLength_IsRead()
    {
        await using UnixServer server = new(SocketPath, UnixServer.Json(path => $"you asked for {path}"));
        HttpReply reply = await GetAsync("/a");
        Assert.Equal(200, reply.Status);
        Assert.Equal("you asked for /a", Encoding.UTF8.GetString(reply.Body));
        Assert.Equal("1.41", reply.Headers["api-version"]);
    }

    [Fact]
    public async Task SecondRequest_UsesTheSameConnection()
    {
        await using UnixServer server = new(SocketPath, UnixServer.Json(path => path));
        await GetAsync("/a");
        Assert.Equal("/b", Encoding.UTF8.GetString((await GetAsync("/b")).Body));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task ConnectionThatTheServerClosedMeanwhile_IsReplaced()
    {
        await using UnixServer server = new(SocketPath, async (path, socket, _) =>
        {
            await UnixServer.SendAsync(socket, UnixServer.Http(path));
            socket.Shutdown(SocketShutdown.Both);
        });
        await GetAsync("/a");
        Assert.Equal("/b", Encoding.UTF8.GetString((await GetAsync("/b")).Body));
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task ChunkedBody_IsPutTogether()
    {
        await using UnixServer server = new(SocketPath, async (_, socket, cancellationToken) =>
        {
            // Sent in odd pieces, as a slow engine does.
            foreach (string piece in new[]
            {
                "HTTP/1.1 200 OK\r\nTransfer-Enc", "oding: chunked\r\n\r\n4\r", "\nabcd\r\nA;x=y\r\n01234", "56789\r\n0\r\n", "Trailer: t\r\n\r\n",
            })
            {
                await UnixServer.SendAsync(socket, piece);
                await Task.Delay(5, cancellationToken);
            }
        });
        Assert.Equal("abcd0123456789", Encoding.UTF8.GetString((await GetAsync("/")).Body));
        Assert.Equal("abcd0123456789", Encoding.UTF8.GetString((await GetAsync("/")).Body));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task BodyUntilTheEndOfTheConnection_IsRead()
    {
        await using UnixServer server = new(SocketPath, async (_, socket, _) =>
        {
            await UnixServer.SendAsync(socket, "HTTP/1.0 200 OK\r\n\r\nall of it");
            socket.Shutdown(SocketShutdown.Both);
        });
        Assert.Equal("all of it", Encoding.UTF8.GetString((await GetAsync("/")).Body));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 2")]
    [InlineData("")]
    public async Task ReplyThatIsCutOff_IsInvalid(string reply)
    {
        await using UnixServer server = new(SocketPath, async (_, socket, _) =>
        {
            await UnixServer.SendAsync(socket, reply);
            socket.Shutdown(SocketShutdown.Both);
        });
        await ExpectAsync(Problem.EngineReplyInvalid, s_long);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n")]
    public async Task SomethingElseThanHttp_IsInvalid(string reply)
    {
        await using UnixServer server = new(SocketPath, UnixServer.Bytes(reply));
        await ExpectAsync(Problem.EngineReplyInvalid, s_long);
    }

    [Fact]
    public async Task LineWithoutEnd_IsInvalid()
    {
        await using UnixServer server = new(SocketPath, UnixServer.Bytes("HTTP/1.1 200 OK\r\nX: " + new string('x', 1 << 20)));
        await ExpectAsync(Problem.EngineReplyInvalid, s_long);
    }

    [Fact]
    public async Task HeadersWithoutEnd_AreInvalid()
    {
        await using UnixServer server = new(
            SocketPath, UnixServer.Bytes("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 100_000))));
        await ExpectAsync(Problem.EngineReplyInvalid, s_long);
    }

    [Fact]
    public async Task BodyWithoutEnd_IsInvalid()
    {
        await using UnixServer server = new(SocketPath, async (_, socket, cancellationToken) =>
        {
            await UnixServer.SendAsync(socket, "HTTP/1.1 200 OK\r\n\r\n");
            byte[] block = new byte[1 << 20];
            while (!cancellationToken.IsCancellationRequested)
            {
                await socket.SendAsync(block, cancellationToken);
            }
        });
        await ExpectAsync(Problem.EngineReplyInvalid, s_long);
    }

    [Fact]
    public async Task ServerThatHangs_TimesOut()
    {
        await using UnixServer server = new(SocketPath, (_, _, cancellationToken) => Task.Delay(-1, cancellationToken));
        await ExpectAsync(Problem.TimedOut, TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task ServerThatHangsAmidTheBody_TimesOut()
    {
        await using UnixServer server = new(SocketPath, UnixServer.Bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"));
        await ExpectAsync(Problem.TimedOut, TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task Cancellation_IsNoTimeOut()
    {
        await using UnixServer server = new(SocketPath, (_, _, cancellationToken) => Task.Delay(-1, cancellationToken));
        using CancellationTokenSource stopping = new(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _host.GetAsync(SocketPath, "/", s_long, stopping.Token));
    }

    [Fact]
    public async Task NoSocket_IsUnreachable() => await ExpectAsync(Problem.EngineUnreachable, s_long);

    [Fact]
    public async Task SocketThatNobodyListensOn_IsUnreachable()
    {
        using Socket dead = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        dead.Bind(new UnixDomainSocketEndPoint(SocketPath));
        await ExpectAsync(Problem.EngineUnreachable, s_long);
    }

    [Fact]
    public async Task PathLongerThanTheKernelTakes_IsUnreachable()
    {
        ContainerNetException error = await Assert.ThrowsAsync<ContainerNetException>(
            () => _host.GetAsync("/" + new string('x', 300), "/", s_long, CancellationToken.None));
        Assert.Equal(Problem.EngineUnreachable, error.Problem);
    }

    private Task<HttpReply> GetAsync(string path) => _host.GetAsync(SocketPath, path, s_long, CancellationToken.None);

    private async Task ExpectAsync(Problem problem, TimeSpan limit)
    {
        ContainerNetException error = await Assert.ThrowsAsync<ContainerNetException>(
            () => _host.GetAsync(SocketPath, "/x", limit, CancellationToken.None));
        Assert.Equal(problem, error.Problem);
        Assert.Equal(SocketPath, error.Target);
    }
}
