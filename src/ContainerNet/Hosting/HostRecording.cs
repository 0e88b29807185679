using System.Collections.Concurrent;

namespace ContainerNet.Hosting;

/// <summary>Everything that was asked of a host and what it answered.</summary>
internal sealed record HostRecording
{
    public bool IsRoot { get; init; }

    public DateTimeOffset Now { get; init; }

    /// <summary>By path.</summary>
    public ConcurrentDictionary<string, RecordedReading> Files { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By path; null where there is no such directory.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>?> Directories { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By path; null where there is no link.</summary>
    public ConcurrentDictionary<string, string?> Links { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By name; null where it is not set.</summary>
    public ConcurrentDictionary<string, string?> Variables { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By the words of the command, joined by blanks.</summary>
    public ConcurrentDictionary<string, RecordedReading> Commands { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By socket and path, joined by a blank.</summary>
    public ConcurrentDictionary<string, RecordedReading> Gets { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By message type and header in hexadecimal; each reply as its type, a colon and its payload in base64.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Routes { get; init; } = new(StringComparer.Ordinal);

    internal static string RouteKey(ushort messageType, ReadOnlySpan<byte> header) =>
        $"{messageType}:{Convert.ToHexString(header)}";

    internal static string GetKey(string socket, string path) => $"{socket} {path}";
}
