using System.Globalization;
using System.Text.Json;
using ContainerNet.Hosting;
using ContainerNet.Sources;
using ContainerNet.Sources.Systemd;

namespace ContainerNet.Watching;

/// <summary>The lines of the journal near some changes: one look for all that happened together. A journalctl that follows
/// would hold its memory all day and stay behind if we were killed.</summary>
internal static class NearbyJournal
{
    private const int MostLines = 200;

    /// <summary>Reads what was written between two moments; nothing where there is no journal.</summary>
    public static async Task<IReadOnlyList<NearbyLine>> ReadAsync(
        IHost host, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        CommandLine command = new()
        {
            Arguments =
            [
                "journalctl", "--no-pager", "--quiet", "--output=json",
                "--output-fields=MESSAGE,UNIT,_SYSTEMD_UNIT,SYSLOG_IDENTIFIER,_PID",
                "--since", Stamp(from), "--until", Stamp(to.AddSeconds(1)), "-n", MostLines.ToString(CultureInfo.InvariantCulture),
            ],
            Limit = TimeSpan.FromSeconds(5),
        };
        try
        {
            CommandResult result = await host.RunAsync(command, cancellationToken);
            return [.. Parse(result.Output).Where(l => l.Entry.At >= from && l.Entry.At <= to)];
        }
        catch (ContainerNetException)
        {
            // No journal: the change itself is told all the same.
            return [];
        }
    }

    /// <summary>One JSON object a line, as JournalReader takes them, with the process beside.</summary>
    internal static IEnumerable<NearbyLine> Parse(string output) =>
        from line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        from entry in JournalReader.Parse(line)
        select new NearbyLine(entry, ProcessOf(line));

    private static int ProcessOf(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return int.TryParse(Json.Text(document.RootElement, "_PID"), CultureInfo.InvariantCulture, out int id) ? id : 0;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static string Stamp(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"@{time.ToUnixTimeSeconds()}");
}
