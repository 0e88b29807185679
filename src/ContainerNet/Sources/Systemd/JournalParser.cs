using System.Globalization;
using System.Text;
using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Systemd;

/// <summary>Reads the lines of journalctl -o json: one object a line, times in microseconds as text, a message that is
/// not UTF-8 as a list of bytes (systemd.journal-fields(7), JOURNAL_EXPORT_FORMATS).</summary>
internal static class JournalParser
{
    private const int LongestMessage = 300;

    /// <summary>The entries in the order of the text; a line that is no entry is left out, and counted.</summary>
    public static IReadOnlyList<JournalEntry> Parse(string text, out int unreadable)
    {
        List<JournalEntry> entries = [];
        unreadable = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                continue;
            }

            if (TryRead(line.ToString()) is JournalEntry entry)
            {
                entries.Add(entry);
            }
            else
            {
                unreadable++;
            }
        }

        return entries;
    }

    private static JournalEntry? TryRead(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement entry = document.RootElement;
            return Json.Text(entry, "__REALTIME_TIMESTAMP") is string stamp
                && long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
                && microseconds <= LastMicrosecond
                ? new JournalEntry
                {
                    At = DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds),
                    Unit = Short(Json.Text(entry, "UNIT") ?? Json.Text(entry, "_SYSTEMD_UNIT")),
                    Source = Short(Json.Text(entry, "SYSLOG_IDENTIFIER")) ?? "",
                    Message = Message(entry),
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Text that is no text, such as half of a surrogate pair.
            return null;
        }
    }

    // The year 9999; a hostile journal must not make DateTimeOffset throw.
    private const long LastMicrosecond = 253_402_300_799_000_000;

    private static string Message(JsonElement entry) => Json.Member(entry, "MESSAGE") switch
    {
        { ValueKind: JsonValueKind.String } text => Clean(text.GetString() ?? ""),
        { ValueKind: JsonValueKind.Array } bytes => Clean(Encoding.UTF8.GetString(
            [.. bytes.EnumerateArray().Take(4 * LongestMessage).Select(one => one.TryGetByte(out byte value) ? value : (byte)'?')])),
        _ => "",
    };

    private static string? Short(string? name) => name is null ? null : Clean(name);

    private static string Clean(string text) => ToolText.Clean(text);
}
