using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Systemd;

/// <summary>Reads the few lines of the journal that stand near a change. Costly on a host with a large journal: called only
/// when a finding wants its lines.</summary>
internal static class JournalReader
{
    private const string MostLines = "50";

    /// <summary>What was written about these units around a moment.</summary>
    public static Task<Reading<IReadOnlyList<JournalEntry>>> ReadAsync(
        IHost host, DateTimeOffset around, TimeSpan before, TimeSpan after, IReadOnlyList<string> units, CancellationToken cancellationToken) =>
        ReadAsync(host, [.. Window(around, before, after), .. units.Select(unit => "--unit=" + unit)], cancellationToken);

    /// <summary>Who set kernel settings around a moment: sysctl, systemd-sysctl, and sudo where its command names sysctl or
    /// a file under /proc/sys.</summary>
    public static async Task<Reading<IReadOnlyList<JournalEntry>>> ReadSysctlAsync(
        IHost host, DateTimeOffset around, TimeSpan before, TimeSpan after, CancellationToken cancellationToken)
    {
        Reading<IReadOnlyList<JournalEntry>> lines = await ReadAsync(
            host,
            [.. Window(around, before, after), "--identifier=sysctl", "--identifier=systemd-sysctl", "--identifier=sudo"],
            cancellationToken);
        return lines with { Value = [.. lines.Value.Where(IsAboutSettings)] };
    }

    private static bool IsAboutSettings(JournalEntry entry) => entry.Source != "sudo"
        || entry.Message.Contains("sysctl", StringComparison.Ordinal)
        || entry.Message.Contains("/proc/sys/", StringComparison.Ordinal)
        || entry.Message.Contains("ip_forward", StringComparison.Ordinal);

    private static async Task<Reading<IReadOnlyList<JournalEntry>>> ReadAsync(
        IHost host, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        CommandLine command = new()
        {
            Arguments =
            [
                "journalctl", "--quiet", "--no-pager", "--output=json", "--lines=" + MostLines,
                "--output-fields=MESSAGE,UNIT,_SYSTEMD_UNIT,SYSLOG_IDENTIFIER", .. arguments,
            ],
        };
        try
        {
            CommandResult result = await host.RunAsync(command, cancellationToken);
            IReadOnlyList<JournalEntry> entries = JournalParser.Parse(result.Output, out int unreadable);
            return !result.Succeeded ? new Reading<IReadOnlyList<JournalEntry>>(entries, [NewGap(ToolText.Reason(result))])
                : unreadable > 0 ? new Reading<IReadOnlyList<JournalEntry>>(entries, [NewGap($"{unreadable} lines are not as journalctl writes them")])
                : new Reading<IReadOnlyList<JournalEntry>>(entries, []);
        }
        catch (ContainerNetException error)
        {
            return new Reading<IReadOnlyList<JournalEntry>>([], [NewGap(error.Message)]);
        }
    }

    private static string[] Window(DateTimeOffset around, TimeSpan before, TimeSpan after) =>
        [$"--since=@{Seconds(around - before)}", $"--until=@{Seconds(around + after)}"];

    private static string Seconds(DateTimeOffset time) =>
        (time.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    // Findings do without the journal: it adds who and when.
    private static Gap NewGap(string reason) => new()
    {
        Facts = FactKinds.Units,
        Source = "journalctl",
        Reason = reason,
        Remedy = "Run journalctl by hand, as root.",
        Partial = true,
    };
}
