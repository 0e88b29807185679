using System.Net.Sockets;
using System.Text;

namespace ContainerNet.Hosting;

/// <summary>A service on a unix socket that behaves as badly as the test wants.</summary>
internal sealed class UnixServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _ending = new();
    private readonly Func<string, Socket, CancellationToken, Task> _answer;
    private readonly Task _loop;
    private int _connections;

    /// <summary>The answer is given the path that was asked for, and the connection.</summary>
    internal UnixServer(string path, Func<string, Socket, CancellationToken, Task> answer)
    {
        _answer = answer;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(16);
        _loop = AcceptAsync();
    }

    internal int Connections => _connections;

    internal static Func<string, Socket, CancellationToken, Task> Bytes(string reply) =>
        (_, socket, _) => SendAsync(socket, reply);

    internal static Func<string, Socket, CancellationToken, Task> Json(Func<string, string> bodyOf) => (path, socket, _) =>
        SendAsync(socket, Http(bodyOf(path)));

    internal static string Http(string body, string status = "200 OK", string headers = "") =>
        $"HTTP/1.1 {status}\r\nApi-Version: 1.41\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    internal static async Task SendAsync(Socket socket, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _loop;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> served = [];
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptAsync(_ending.Token)));
                Interlocked.Increment(ref _connections);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using Socket connection = socket;
        byte[] buffer = new byte[8192];
        try
        {
            while (true)
            {
                int length = 0;
                while (!Encoding.ASCII.GetString(buffer, 0, length).EndsWith("\r\n\r\n", StringComparison.Ordinal))
                {
                    int count = await connection.ReceiveAsync(buffer.AsMemory(length), _ending.Token);
                    if (count == 0)
                    {
                        return;
                    }

                    length += count;
                }

                string path = Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1];
                await _answer(path, connection, _ending.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test ends, or the client had enough.
        }
    }
}
