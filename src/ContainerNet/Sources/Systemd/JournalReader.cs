using System.Globalization;
using System.Text;
using System.Text.Json;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Systemd;

/// <summary>Reads the few lines of the journal that stand near a change: of the units named, and of whoever sets kernel
/// parameters. Slow (tens of milliseconds), so it is asked only when something was found.</summary>
public static class JournalReader
{
    private const int MostLines = 50;
    private const int MostBytes = 1200;

    /// <summary>Reads from <paramref name="around"/> minus <paramref name="before"/> to plus <paramref name="after"/>.</summary>
    public static async Task<Reading<IReadOnlyList<JournalEntry>>> ReadAsync(
        IHost host,
        DateTimeOffset around,
        TimeSpan before,
        TimeSpan after,
        IReadOnlyList<string> units,
        CancellationToken cancellationToken)
    {
        CommandLine command = new()
        {
            Arguments =
            [
                "journalctl", "--no-pager", "--quiet", "--output=json",
                "--output-fields=MESSAGE,UNIT,_SYSTEMD_UNIT,SYSLOG_IDENTIFIER",
                "--since", Stamp(around - before), "--until", Stamp(around + after), "-n", "50",
                "SYSLOG_IDENTIFIER=sysctl", "+", "SYSLOG_IDENTIFIER=systemd-sysctl", "+", "SYSLOG_IDENTIFIER=sudo",
                .. units.SelectMany(UnitMatches),
            ],
            Limit = TimeSpan.FromSeconds(5),
        };
        string reason;
        try
        {
            CommandResult result = await host.RunAsync(command, cancellationToken);
            if (result.Succeeded)
            {
                return new Reading<IReadOnlyList<JournalEntry>>(Parse(result.Output), []);
            }

            reason = ToolText.Reason(result);
        }
        catch (ContainerNetException exception) when (exception.Problem is Problem.ToolMissing or Problem.TimedOut)
        {
            reason = exception.Message;
        }

        return new Reading<IReadOnlyList<JournalEntry>>([], [new Gap
        {
            Facts = FactKinds.Units,
            Source = "journalctl",
            Reason = reason.Length > 0 ? reason : "no answer",
            Remedy = "Look into the journal by hand.",
            Partial = true,
        }]);
    }

    /// <summary>One JSON object a line; a line that is none is left out, since the journal proves nothing by what it lacks.</summary>
    internal static IReadOnlyList<JournalEntry> Parse(string output)
    {
        List<JournalEntry> entries = [];
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (entries.Count < MostLines && TryParse(line) is { } entry && IsOfUse(entry))
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    // Of what people did through sudo only what touches kernel settings or rules is anybody's business here.
    private static bool IsOfUse(JournalEntry entry) => entry.Source != "sudo"
        || s_ofUse.Any(word => entry.Message.Contains(word, StringComparison.Ordinal));

    private static readonly string[] s_ofUse =
        ["sysctl", "/proc/sys/", "ip_forward", "iptables", "ip6tables", "/nft ", "firewall-cmd", "/ufw "];

    private static JournalEntry? TryParse(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && long.TryParse(Text(root, "__REALTIME_TIMESTAMP"), CultureInfo.InvariantCulture, out long us)
                && us is >= 0 and < 253402300800_000_000
                && Text(root, "MESSAGE") is { } message
                ? new JournalEntry
                {
                    At = DateTimeOffset.UnixEpoch.AddMicroseconds(us),
                    Unit = Text(root, "UNIT") is string unit ? ToolText.Clean(unit) : Text(root, "_SYSTEMD_UNIT") is string own ? ToolText.Clean(own) : null,
                    Source = ToolText.Clean(Text(root, "SYSLOG_IDENTIFIER") ?? ""),
                    Message = ToolText.Clean(message),
                }
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or a string in it that is no text, such as half of a surrogate pair.
            return null;
        }
    }

    // Text with an escape or another control character in it comes as an array of bytes (journalctl(1), --output=json), and
    // colours are common: dropped, such a line would be missing where it matters.
    private static string? Text(JsonElement root, string name) => Json.Member(root, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } bytes => Encoding.UTF8.GetString(
            [.. bytes.EnumerateArray().Take(MostBytes).Select(one => one.ValueKind == JsonValueKind.Number && one.TryGetByte(out byte value) ? value : (byte)'?')]),
        _ => null,
    };

    // What journalctl --unit stands for: what the unit says, and what systemd says about it.
    private static IEnumerable<string> UnitMatches(string unit) => ["+", $"_SYSTEMD_UNIT={unit}", "+", $"UNIT={unit}"];

    private static string Stamp(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"@{time.ToUnixTimeSeconds()}");
}
