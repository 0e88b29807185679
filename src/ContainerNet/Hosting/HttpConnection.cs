using System.Net.Sockets;
using System.Text;

namespace ContainerNet.Hosting;

/// <summary>One connection to a unix socket that speaks HTTP/1.1.</summary>
internal sealed class HttpConnection : IDisposable
{
    private const int BodyLimitBytes = 64 * 1024 * 1024;
    private const int LineLimitBytes = 16 * 1024;
    private const int HeaderLimit = 128;
    private const int StreamLineLimitBytes = 1 << 20;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    private HttpConnection(Socket socket) => _socket = socket;

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
            string line = await ReadLineAsync(cancellationToken) ?? throw CutOff();
            int size = HttpText.ChunkSize(line, StreamLineLimitBytes);
            if (size == 0)
            {
                return;
            }

            byte[] piece = new byte[size];
            await FillAsync(piece, cancellationToken);
            if (await ReadLineAsync(cancellationToken) is not "")
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

        string statusLine = await ReadLineAsync(cancellationToken)
            ?? throw new HttpConnectionClosedException();
        return (HttpText.Status(statusLine), await ReadHeadersAsync(cancellationToken));
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

    private async Task<Dictionary<string, string>> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string> headers = new(StringComparer.Ordinal);
        for (int count = 0; count < HeaderLimit; count++)
        {
            string line = await ReadLineAsync(cancellationToken) ?? throw CutOff();
            if (line.Length == 0)
            {
                return headers;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
            }
        }

        throw new InvalidDataException($"more than {HeaderLimit} headers.");
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
            await FillAsync(body, cancellationToken);
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
            string line = await ReadLineAsync(cancellationToken) ?? throw CutOff();
            int size = HttpText.ChunkSize(line, BodyLimitBytes - body.Length);
            if (size == 0)
            {
                _ = await ReadHeadersAsync(cancellationToken);
                return body;
            }

            int start = body.Length;
            Array.Resize(ref body, start + size);
            await FillAsync(body.AsMemory(start), cancellationToken);
            if (await ReadLineAsync(cancellationToken) is not "")
            {
                throw new InvalidDataException("a chunk that does not end where it says.");
            }
        }
    }

    private async Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        do
        {
            body.Write(_buffer, _start, _end - _start);
            _start = _end;
            if (body.Length > BodyLimitBytes)
            {
                throw HttpText.TooLarge(BodyLimitBytes);
            }
        }
        while (await FillBufferAsync(cancellationToken));

        return body.ToArray();
    }

    private async Task FillAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int buffered = Math.Min(target.Length, _end - _start);
        _buffer.AsMemory(_start, buffered).CopyTo(target);
        _start += buffered;
        for (int filled = buffered; filled < target.Length;)
        {
            int count = await _socket.ReceiveAsync(target[filled..], cancellationToken);
            if (count == 0)
            {
                throw CutOff();
            }

            filled += count;
        }
    }

    /// <summary>A line without its end; null when the connection ended before its first byte.</summary>
    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        StringBuilder? longer = null;
        while (true)
        {
            int newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int length = newline >= 0 ? newline : _end - _start;
            string part = Encoding.Latin1.GetString(_buffer, _start, length);
            _start += newline >= 0 ? newline + 1 : length;
            if (newline >= 0)
            {
                return (longer is null ? part : longer.Append(part).ToString()).TrimEnd('\r');
            }

            longer = (longer ?? new StringBuilder()).Append(part);
            if (longer.Length > LineLimitBytes)
            {
                throw new InvalidDataException("a line without end.");
            }

            if (!await FillBufferAsync(cancellationToken))
            {
                return longer.Length == 0 ? null : throw CutOff();
            }
        }
    }

    private async Task<bool> FillBufferAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
        return _end > 0;
    }

    private static InvalidDataException CutOff() => new("the reply was cut off.");
}
