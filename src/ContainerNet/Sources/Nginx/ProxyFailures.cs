using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Sources.Nginx;

/// <summary>What an nginx wrote to its error log since it took its configuration. What is older may have been mended with it.</summary>
internal static class ProxyFailures
{
    private const int MostLogs = 20;

    /// <summary>Reads; null when no log could be read. In containers the log is most often a link to standard error, which the
    /// engine keeps.</summary>
    public static async Task<IReadOnlyList<ProxyLogSummary>?> ReadAsync(
        IHost host, NginxPlace place, Proxy configuration, string usualLog, EngineFacts? engines, Container? container,
        DateTimeOffset? since, CancellationToken cancellationToken)
    {
        List<ProxyLogEntry> entries = [];
        bool anyRead = false;
        TimeZoneInfo zone = place.Root.Length == 0 ? TimeZoneInfo.Local : ZoneOf(host, place.Root);
        IEnumerable<string> files = configuration.ErrorLogs.Select(l => NginxBinary.Under("/etc/nginx", l.Value))
            .Append(usualLog).Distinct(StringComparer.Ordinal).Take(MostLogs);
        foreach (ProxyLog log in files.Select(f => NginxErrorLog.Read(host, place, f)).Where(l => l.Problem is null))
        {
            anyRead = true;
            entries.AddRange(log.Entries.Where(e => IsSince(e, zone, since)));
        }

        if (container is not null && engines?.Engines.FirstOrDefault(e => e.Name == container.Engine) is { } engine
            && await ContainerLog.ReadAsync(host, engine, container, since, cancellationToken) is { } text)
        {
            anyRead = true;
            entries.AddRange(NginxErrorLog.Parse(text).Where(e => IsSince(e, zone, since)));
        }

        return anyRead ? [.. ProxyLogSummary.Of(entries).Select(s => s with { LastAt = At(s.Last, zone) })] : null;
    }

    /// <summary>The log tells whole seconds. What was written in the second of a reload may be older than it, and would be taken for a
    /// fault that the reload did not mend.</summary>
    private static bool IsSince(ProxyLogEntry entry, TimeZoneInfo zone, DateTimeOffset? since) => since is null
        || At(entry.Time, zone) >= since;

    private static DateTimeOffset At(DateTime time, TimeZoneInfo zone) => new(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), zone.GetUtcOffset(time));

    /// <summary>The zone that a container's files name; they seldom name one, and then it is UTC.</summary>
    private static TimeZoneInfo ZoneOf(IHost host, string root)
    {
        const string Folder = "/zoneinfo/";
        string link = host.ReadLink(root + "/etc/localtime") ?? "";
        int at = link.LastIndexOf(Folder, StringComparison.Ordinal);
        return at >= 0 && TimeZoneInfo.TryFindSystemTimeZoneById(link[(at + Folder.Length)..], out TimeZoneInfo? zone)
            ? zone : TimeZoneInfo.Utc;
    }
}
