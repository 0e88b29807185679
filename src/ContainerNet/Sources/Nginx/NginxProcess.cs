using ContainerNet.Hosting;
using ContainerNet.Sources.Proc;

namespace ContainerNet.Sources.Nginx;

/// <summary>An nginx that runs: the process that reads the configuration.</summary>
/// <param name="Id">Its process.</param>
/// <param name="Prefix">What -p says.</param>
/// <param name="ConfigurationFile">What -c says.</param>
internal sealed record NginxProcess(int Id, string? Prefix, string? ConfigurationFile)
{
    /// <summary>nginx writes this and its own arguments over its command line (src/os/unix/ngx_process_cycle.c).</summary>
    private const string Master = "nginx: master process ";

    private const string Worker = "nginx: worker process";

    /// <summary>Every master; one that runs without workers (master_process off) has no title and is found by its name.</summary>
    public static IEnumerable<NginxProcess> All(IHost host)
    {
        foreach (int id in ProcessTable.All(host))
        {
            if (ProcessTable.NameOf(host, id) == "nginx" && Parse(id, TitleOf(host, id)) is { } process)
            {
                yield return process;
            }
        }
    }

    /// <summary>The process of that title; null for a worker, a cache manager, or something else.</summary>
    public static NginxProcess? Parse(int id, string title)
    {
        if (title.StartsWith("nginx: ", StringComparison.Ordinal) && !title.StartsWith(Master, StringComparison.Ordinal))
        {
            return null;
        }

        string[] words = title.Split([' ', '\0'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : new NginxProcess(id, Value(words, "-p"), Value(words, "-c"));
    }

    /// <summary>When the oldest worker that takes requests was started. Workers of an earlier configuration say that they are
    /// shutting down.</summary>
    public DateTimeOffset? LoadedAt(IHost host)
    {
        // The clock is read beside the uptime: what passes between them would make processes younger.
        double? uptime = ProcessStat.Uptime(host);
        DateTimeOffset now = host.Now;
        return ProcessTable.Family(host, Id)
            .Where(w => w != Id && TitleOf(host, w).Trim(' ', '\0') == Worker)
            .Select(w => ProcessStat.Read(host, w)?.Age(uptime) is { } age ? now - TimeSpan.FromSeconds(age) : (DateTimeOffset?)null)
            .Min();
    }

    private static string TitleOf(IHost host, int id) =>
        host.ReadFile(ProcessTable.PathOf(id, "cmdline")) is { IsRead: true } reading ? reading.Text : "";

    private static string? Value(string[] words, string option)
    {
        int at = Array.FindIndex(words, w => w.StartsWith(option, StringComparison.Ordinal));
        return at < 0 ? null
            : words[at].Length > option.Length ? words[at][option.Length..]
            : at + 1 < words.Length ? words[at + 1] : null;
    }
}
