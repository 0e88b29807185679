using System.Globalization;
using System.Text.Json;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Systemd;

/// <summary>Reads the few lines of the journal that stand near a change: of the units named, and of whoever sets kernel
/// parameters. Slow (tens of milliseconds), so it is asked only when something was found.</summary>
public static class JournalReader
{
    private const int MostLines = 50;
    private const int LongestMessage = 300;

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
                .. units.SelectMany(UnitMatches),
                "+", "SYSLOG_IDENTIFIER=sysctl", "+", "SYSLOG_IDENTIFIER=systemd-sysctl", "+", "SYSLOG_IDENTIFIER=sudo",
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

            reason = result.Error.Split('\n', 2)[0].Trim();
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
            if (entries.Count < MostLines && TryParse(line) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

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
                    Unit = Text(root, "UNIT") ?? Text(root, "_SYSTEMD_UNIT"),
                    Source = Clean(Text(root, "SYSLOG_IDENTIFIER") ?? ""),
                    Message = Clean(message),
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A message that is not UTF-8 comes as an array of bytes (systemd.journal-fields(7)); its words would prove nothing.
    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Clean(string text)
    {
        string shown = text.Length > LongestMessage ? text[..LongestMessage] + "..." : text;
        return string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c));
    }

    // What journalctl --unit stands for: what the unit says, and what systemd says about it.
    private static IEnumerable<string> UnitMatches(string unit, int index) =>
        index == 0 ? [$"_SYSTEMD_UNIT={unit}", "+", $"UNIT={unit}"] : ["+", $"_SYSTEMD_UNIT={unit}", "+", $"UNIT={unit}"];

    private static string Stamp(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"@{time.ToUnixTimeSeconds()}");
}
