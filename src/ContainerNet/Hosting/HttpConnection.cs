using System.Net.Sockets;
using System.Text;

namespace ContainerNet.Hosting;

/// <summary>One connection to a unix socket that speaks HTTP/1.1.</summary>
internal sealed class HttpConnection : IDisposable
{
    private const int BodyLimitBytes = 64 * 1024 * 1024;
    private const int PieceBytes = 16 * 1024;
    private const int StreamLineLimitBytes = 1 << 20;

    private readonly Socket _socket;
    private readonly HttpInput _input;

    private HttpConnection(Socket socket)
    {
        _socket = socket;
        _input = new HttpInput((target, cancellationToken) => socket.ReceiveAsync(target, cancellationToken));
    }

    /// <summary>May another request follow on this connection?</summary>
    internal bool IsReusable { get; private set; }

    internal static async Task<HttpConnection> OpenAsync(string path, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(EndPointOf(path), cancellationToken);
            return new HttpConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal async Task<HttpReply> GetAsync(string path, CancellationToken cancellationToken)
    {
        (int status, Dictionary<string, string> headers) = await AskAsync(path, cancellationToken);
        byte[] body = await ReadBodyAsync(status, headers, cancellationToken);
        return new HttpReply { Status = status, Body = body, Headers = headers };
    }

    /// <summary>A reply that comes in pieces without end. A line may come in several pieces, or several lines in one.</summary>
    internal async Task ReadLinesAsync(
        string path, Action begun, Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        (int status, Dictionary<string, string> headers) = await AskAsync(path, cancellationToken);
        if (status != 200 || !HttpText.IsChunked(headers))
        {
            throw new InvalidDataException($"status {status}, and no stream.");
        }

        begun();
        using MemoryStream rest = new();
        while (true)
        {
            string line = await _input.ReadLineAsync(cancellationToken) ?? throw HttpInput.CutOff();
            int size = HttpText.ChunkSize(line, StreamLineLimitBytes);
            if (size == 0)
            {
                return;
            }

            byte[] piece = new byte[size];
            await _input.FillAsync(piece, cancellationToken);
            if (await _input.ReadLineAsync(cancellationToken) is not "")
            {
                throw new InvalidDataException("a chunk that does not end where it says.");
            }

            TakeLines(rest, piece, take);
        }
    }

    private static void TakeLines(MemoryStream rest, ReadOnlySpan<byte> piece, Action<ReadOnlyMemory<byte>> take)
    {
        while (piece.IndexOf((byte)'\n') is int end and >= 0)
        {
            rest.Write(piece[..end]);
            if (rest.Length > 0)
            {
                take(rest.GetBuffer().AsMemory(0, (int)rest.Length));
            }

            rest.SetLength(0);
            piece = piece[(end + 1)..];
        }

        rest.Write(piece);
        if (rest.Length > StreamLineLimitBytes)
        {
            throw new InvalidDataException("a line without end.");
        }
    }

    private async Task<(int Status, Dictionary<string, string> Headers)> AskAsync(
        string path, CancellationToken cancellationToken)
    {
        IsReusable = false;
        byte[] request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ContainerNet\r\n\r\n");
        for (int sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request.AsMemory(sent), cancellationToken);
        }

        string statusLine = await _input.ReadLineAsync(cancellationToken)
            ?? throw new HttpConnectionClosedException();
        return (HttpText.Status(statusLine), await _input.ReadHeadersAsync(cancellationToken));
    }

    public void Dispose() => _socket.Dispose();

    private static UnixDomainSocketEndPoint EndPointOf(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentOutOfRangeException)
        {
            // sun_path holds 107 bytes; nothing can listen at a longer path.
            throw new SocketException((int)SocketError.AddressNotAvailable);
        }
    }

    private async Task<byte[]> ReadBodyAsync(
        int status, Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        bool keep = !string.Equals(headers.GetValueOrDefault("connection"), "close", StringComparison.OrdinalIgnoreCase);
        if (status is 204 or 304)
        {
            IsReusable = keep;
            return [];
        }

        if (HttpText.IsChunked(headers))
        {
            byte[] body = await ReadChunksAsync(cancellationToken);
            IsReusable = keep;
            return body;
        }

        if (headers.TryGetValue("content-length", out string? text))
        {
            byte[] body = new byte[HttpText.Length(text, BodyLimitBytes)];
            await _input.FillAsync(body, cancellationToken);
            IsReusable = keep;
            return body;
        }

        return await ReadToEndAsync(cancellationToken);
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        byte[] body = [];
        while (true)
        {
            string line = await _input.ReadLineAsync(cancellationToken) ?? throw HttpInput.CutOff();
            int size = HttpText.ChunkSize(line, BodyLimitBytes - body.Length);
            if (size == 0)
            {
                _ = await _input.ReadHeadersAsync(cancellationToken);
                return body;
            }

            int start = body.Length;
            Array.Resize(ref body, start + size);
            await _input.FillAsync(body.AsMemory(start), cancellationToken);
            if (await _input.ReadLineAsync(cancellationToken) is not "")
            {
                throw new InvalidDataException("a chunk that does not end where it says.");
            }
        }
    }

    private async Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        byte[] piece = new byte[PieceBytes];
        while (await _input.ReadAsync(piece, cancellationToken) is int count and > 0)
        {
            body.Write(piece, 0, count);
            if (body.Length > BodyLimitBytes)
            {
                throw HttpText.TooLarge(BodyLimitBytes);
            }
        }

        return body.ToArray();
    }
}
