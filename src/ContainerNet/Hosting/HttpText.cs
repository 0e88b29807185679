using System.Globalization;

namespace ContainerNet.Hosting;

/// <summary>The few words of HTTP/1.1 (RFC 9112) that a client of an engine must understand.</summary>
internal static class HttpText
{
    /// <summary>The status of "HTTP/1.1 200 OK".</summary>
    internal static int Status(string line)
    {
        if (line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12 && line[8] == ' '
            && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int status))
        {
            return status;
        }

        throw new InvalidDataException("the first line is not a status.");
    }

    internal static bool IsChunked(IReadOnlyDictionary<string, string> headers) =>
        headers.TryGetValue("transfer-encoding", out string? coding)
        && coding.EndsWith("chunked", StringComparison.OrdinalIgnoreCase);

    internal static int Length(string text, int limit)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length))
        {
            throw new InvalidDataException("Content-Length is not a number.");
        }

        return length <= limit ? (int)length : throw TooLarge(limit);
    }

    /// <summary>The size of a chunk, whose line may carry extensions after a semicolon.</summary>
    internal static int ChunkSize(string line, int limit)
    {
        int end = line.IndexOf(';', StringComparison.Ordinal);
        ReadOnlySpan<char> digits = line.AsSpan(0, end < 0 ? line.Length : end).Trim();
        if (digits.Length > 8
            || !long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long size))
        {
            throw new InvalidDataException("a chunk without a size.");
        }

        return size <= limit ? (int)size : throw TooLarge(limit);
    }

    internal static InvalidDataException TooLarge(int limit) =>
        new(string.Create(CultureInfo.InvariantCulture, $"a reply larger than {limit >> 20} MiB."));
}
