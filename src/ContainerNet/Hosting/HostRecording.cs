using System.Collections.Concurrent;
using System.Globalization;

namespace ContainerNet.Hosting;

/// <summary>Everything that was asked of a host and what it answered.</summary>
/// <remarks>Set and not init: generated deserializers give init properties that are not in the file default(T), and not
/// the value that they are initialised with.</remarks>
internal sealed record HostRecording
{
    public bool IsRoot { get; set; }

    public DateTimeOffset Now { get; set; }

    /// <summary>By path.</summary>
    public ConcurrentDictionary<string, RecordedReading> Files { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By path; null where there is no such directory.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>?> Directories { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By path; null where there is no such file.</summary>
    public ConcurrentDictionary<string, DateTimeOffset?> Modified { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By path; null where it could not be told.</summary>
    public ConcurrentDictionary<string, FileKind?> Kinds { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By path; null where there is no link.</summary>
    public ConcurrentDictionary<string, string?> Links { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By name; null where it is not set.</summary>
    public ConcurrentDictionary<string, string?> Variables { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By the words of the command, joined by blanks.</summary>
    public ConcurrentDictionary<string, RecordedReading> Commands { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By socket and path, joined by a blank.</summary>
    public ConcurrentDictionary<string, RecordedReading> Gets { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By message type and header in hexadecimal; each reply as its type, a colon and its payload in base64.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Routes { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By process, command, family, table and chain; each answer as its family, a colon and its attributes in base64.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Tables { get; set; } = new(StringComparer.Ordinal);

    internal static string TablesKey(TablesQuestion question) => string.Create(
        CultureInfo.InvariantCulture,
        $"{question.ProcessId}:{question.Command}:{question.Family}:{question.Table}:{question.Chain}");

    /// <summary>By process, message type and payload in hexadecimal; what netlink said in the process's network namespace,
    /// each message as in <see cref="Routes"/>. Null for a question that would have loaded a module.</summary>
    public ConcurrentDictionary<string, RecordedAnswer> Namespaces { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By status and limit; messages as in <see cref="Routes"/>.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>?> Connections { get; set; } = new(StringComparer.Ordinal);

    internal static string NamespaceKey(int processId, NetlinkQuestion question) =>
        $"{processId}:{question.Protocol}:{RouteKey(question.Type, question.Payload)}";

    internal static string ConnectionKey(uint status, int limit) => $"{status}:{limit}";

    internal static string Text(NetlinkMessage message) =>
        string.Create(CultureInfo.InvariantCulture, $"{message.Type}:{Convert.ToBase64String(message.Payload)}");

    internal static string RouteKey(ushort messageType, ReadOnlySpan<byte> header) =>
        $"{messageType}:{Convert.ToHexString(header)}";

    internal static string GetKey(string socket, string path) => $"{socket} {path}";
}
