using System.Net.Sockets;
using System.Text;
using ContainerNet.Hosting;

namespace ContainerNet.Watching;

/// <summary>Lines of a reply that has no end, however they are cut into pieces.</summary>
public sealed class EventStreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("3\r\na\nb\r\n2\r\nc\n\r\n0\r\n\r\n", "a|bc")]
    [InlineData("1\r\na\r\n1\r\n\n\r\n4\r\n\n\nb\n\r\n0\r\n\r\n", "a|b")]
    [InlineData("0\r\n\r\n", "")]
    public async Task Lines_AreWhole_HoweverTheyAreCut(string body, string lines) =>
        Assert.Equal(lines, await ReadAsync($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}"));

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")]
    public async Task WhatIsNoStream_IsSaid(string reply)
    {
        ContainerNetException error = await Assert.ThrowsAsync<ContainerNetException>(() => ReadAsync(reply));
        Assert.Equal(Problem.EngineReplyInvalid, error.Problem);
    }

    private async Task<string> ReadAsync(string reply)
    {
        await using UnixServer server = new(_folder.In("s"), async (_, socket, _) =>
        {
            await UnixServer.SendAsync(socket, reply);
            socket.Shutdown(SocketShutdown.Both);
        });
        List<string> lines = [];
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
        await UnixHttpClient.ReadLinesAsync(
            _folder.In("s"), "/events", () => { }, line => lines.Add(Encoding.UTF8.GetString(line.Span)), limit.Token);
        return string.Join('|', lines);
    }
}
