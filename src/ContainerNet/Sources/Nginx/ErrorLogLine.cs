using System.Globalization;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>
/// Takes a line of an error log apart: TIME [level] PID#TID: *CONNECTION message (ERRNO: text) while ACTION, client: ..., server: ...,
/// request: "...", upstream: "...", host: "...", referrer: "..." (ngx_http_log_error). Clients choose what stands in the quotes.
/// </summary>
internal static class ErrorLogLine
{
    private const string TimeFormat = "yyyy/MM/dd HH:mm:ss";

    /// <summary>The line; null when it is none of nginx.</summary>
    public static ProxyLogEntry? Parse(ReadOnlySpan<char> line)
    {
        if (line.Length < TimeFormat.Length + 4 || !line[TimeFormat.Length..].StartsWith(" [")
            || !DateTime.TryParseExact(
                line[..TimeFormat.Length], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time))
        {
            return null;
        }

        ReadOnlySpan<char> rest = line[(TimeFormat.Length + 2)..];
        int bracket = rest.IndexOf(']');
        int colon = rest.IndexOf(": ");
        if (bracket is < 1 or > 10 || colon < bracket || !rest[bracket..colon].Contains('#'))
        {
            return null;
        }

        string level = rest[..bracket].ToString();
        rest = rest[(colon + 2)..];
        long? connection = Connection(ref rest);
        ReadOnlySpan<char> fields = Cut(ref rest, ", client: ");
        ProxyLogEntry entry = Message(time, level, connection, rest);
        return fields.Length == 0 ? entry : WithFields(entry, fields);
    }

    private static long? Connection(ref ReadOnlySpan<char> rest)
    {
        int space = rest.IndexOf(' ');
        if (rest.Length == 0 || rest[0] != '*' || space < 0
            || !long.TryParse(rest[1..space], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return null;
        }

        rest = rest[(space + 1)..];
        return number;
    }

    private static ProxyLogEntry Message(DateTime time, string level, long? connection, ReadOnlySpan<char> text)
    {
        int action = text.LastIndexOf(" while ");
        string? doing = action < 0 ? null : ToolText.Clean(text[(action + 7)..]);
        ReadOnlySpan<char> message = action < 0 ? text : text[..action];
        int? number = ErrorNumber(message);
        ProxyErrorKind kind = ErrorLogKinds.Of(message, number, doing ?? "");
        return new ProxyLogEntry
        {
            Time = time,
            Level = level,
            Connection = connection,
            Kind = kind,
            Name = NameIn(kind, message) is { Length: > 0 } name ? ToolText.Clean(name) : null,
            Message = ToolText.Clean(message),
            ErrorNumber = number,
            Action = doing,
        };
    }

    /// <summary>`host not found in upstream "app:8000" in FILE:LINE`, `app could not be resolved (3: Host not found)`.</summary>
    private static ReadOnlySpan<char> NameIn(ProxyErrorKind kind, ReadOnlySpan<char> message)
    {
        if (kind == ProxyErrorKind.NotResolved)
        {
            return message[..Math.Max(0, message.IndexOf(' '))];
        }

        int open = kind == ProxyErrorKind.HostNotFound ? message.IndexOf('"') + 1 : 0;
        int close = open == 0 ? 0 : message[open..].IndexOf('"');
        ReadOnlySpan<char> name = close <= 0 ? [] : message.Slice(open, close);
        int port = name.LastIndexOf(':');
        return port > 0 && !name[(port + 1)..].ContainsAnyExceptInRange('0', '9') ? name[..port] : name;
    }

    /// <summary>The number of "(111: Connection refused)"; handshakes have "(SSL: ...)".</summary>
    private static int? ErrorNumber(ReadOnlySpan<char> message)
    {
        int open = message.LastIndexOf('(');
        int colon = open < 0 ? -1 : message[open..].IndexOf(": ");
        return colon > 1 && int.TryParse(message.Slice(open + 1, colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number : null;
    }

    private static ProxyLogEntry WithFields(ProxyLogEntry entry, ReadOnlySpan<char> fields)
    {
        ReadOnlySpan<char> client = fields;
        ReadOnlySpan<char> afterClient = Cut(ref client, ", server: ");
        ReadOnlySpan<char> server = afterClient;
        ReadOnlySpan<char> quoted = Cut(ref server, ", request: \"");
        entry = entry with { Client = Text(client), Server = afterClient.Length == 0 ? null : ToolText.Clean(server) };
        if (quoted.Length == 0)
        {
            return entry;
        }

        // A request line has two blanks, and no more since 1.21.1: what stands behind the second is the protocol and a quote.
        int end = EndOfRequest(quoted);
        entry = entry with { Request = Text(quoted[..end]) };
        ReadOnlySpan<char> rest = quoted[end..];
        ReadOnlySpan<char> referrer = CutLast(ref rest, ", referrer: \"");
        ReadOnlySpan<char> host = CutLast(ref rest, ", host: \"");
        ReadOnlySpan<char> upstream = Cut(ref rest, ", upstream: \"");
        return entry with { Upstream = Text(Unquoted(upstream)), Host = Text(Unquoted(host)), Referrer = Text(Unquoted(referrer)) };
    }

    private static int EndOfRequest(ReadOnlySpan<char> text)
    {
        int first = text.IndexOf(' ');
        int second = first < 0 ? -1 : text[(first + 1)..].IndexOf(' ');
        int start = second < 0 ? 0 : first + 1 + second;
        int quote = text[start..].IndexOf('"');
        return quote < 0 ? text.Length : start + quote;
    }

    /// <summary>Splits at the first mark; what is behind it, or nothing.</summary>
    private static ReadOnlySpan<char> Cut(ref ReadOnlySpan<char> text, string mark) => Split(ref text, text.IndexOf(mark), mark);

    private static ReadOnlySpan<char> CutLast(ref ReadOnlySpan<char> text, string mark) => Split(ref text, text.LastIndexOf(mark), mark);

    private static ReadOnlySpan<char> Split(ref ReadOnlySpan<char> text, int at, string mark)
    {
        if (at < 0)
        {
            return [];
        }

        ReadOnlySpan<char> behind = text[(at + mark.Length)..];
        text = text[..at];
        return behind;
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> text) => text is [.., '"'] ? text[..^1] : text;

    private static string? Text(ReadOnlySpan<char> text) => text.Length == 0 ? null : ToolText.Clean(text);
}
