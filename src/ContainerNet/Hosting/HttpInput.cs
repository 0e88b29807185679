using System.Text;

namespace ContainerNet.Hosting;

/// <summary>What comes in on a connection that speaks HTTP/1.1: lines, headers, and the bytes that follow them. Bounded,
/// whatever the other side sends.</summary>
/// <param name="receive">Receives some bytes; none when the connection has ended.</param>
internal sealed class HttpInput(Func<Memory<byte>, CancellationToken, ValueTask<int>> receive)
{
    private const int LineLimitBytes = 16 * 1024;
    private const int HeaderLimit = 128;

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Headers by lower-case name, up to the empty line. Those that come twice are one list (RFC 9110, 5.3).</summary>
    /// <exception cref="InvalidDataException">No end, or one too far away.</exception>
    internal async Task<Dictionary<string, string>> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
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
                string name = line[..colon].ToLowerInvariant();
                string value = line[(colon + 1)..].Trim();
                headers[name] = headers.TryGetValue(name, out string? former) ? $"{former}, {value}" : value;
            }
        }

        throw new InvalidDataException($"more than {HeaderLimit} headers.");
    }

    /// <summary>A line without its end; null when the connection ended before its first byte.</summary>
    /// <exception cref="InvalidDataException">No end, or one too far away.</exception>
    internal async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
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

    /// <summary>Some bytes; none when the connection has ended.</summary>
    internal async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            // What would fill the buffer anyway goes where it is wanted at once.
            if (target.Length >= _buffer.Length)
            {
                return await receive(target, cancellationToken);
            }

            if (!await FillBufferAsync(cancellationToken))
            {
                return 0;
            }
        }

        int count = Math.Min(target.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    /// <summary>As many bytes as the target holds.</summary>
    /// <exception cref="InvalidDataException">The connection ended before.</exception>
    internal async Task FillAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (!await TryFillAsync(target, cancellationToken))
        {
            throw CutOff();
        }
    }

    /// <summary>As many bytes as the target holds; false when the connection ended before.</summary>
    internal async Task<bool> TryFillAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (target.Length > 0)
        {
            int count = await ReadAsync(target, cancellationToken);
            if (count == 0)
            {
                return false;
            }

            target = target[count..];
        }

        return true;
    }

    internal static InvalidDataException CutOff() => new("the reply was cut off.");

    private async ValueTask<bool> FillBufferAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = 0;
        _end = await receive(_buffer, cancellationToken);
        return _end > 0;
    }
}
