using System.Globalization;
using System.Text.RegularExpressions;
using ContainerNet.Lab.Hosts;
using Xunit.Abstractions;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>
/// A repair that is killed, or whose machine loses its power: each step is there wholly or not at all, the journal says how far
/// it came, and Undo gives the old state back. CONTAINERNET_KILLS=200 kills so many on each Debian, instead of twenty.
/// </summary>
/// <param name="output">Where the states that were seen are written.</param>
public sealed partial class RepairKillTests(ITestOutputHelper output)
{
    private const string Journal = "/var/lib/containernet/journal";
    private static readonly string[] s_repairer = ["dotnet", "/opt/containernet/repairer/ContainerNet.Repairer.dll"];
    private static readonly string[] s_calls =
        ["fsync", "fdatasync", "rename", "renameat", "renameat2", "execve", "write", "pwrite64"];

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    private static int Kills => int.TryParse(
        Environment.GetEnvironmentVariable("CONTAINERNET_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out int kills) ? kills : 20;

    /// <summary>SIGKILL before each change, amid each transaction, and at random moments.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task Killed_HostIsInTheOldOrTheNewState_TheJournalSaysWhich_AndUndoCompletes(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        await host.InjectAsync("healthy");
        await FlushAsync(host);
        await StormAsync(host, "docker", Kills * 3 / 4);

        (await host.RunAsync("sysctl", "-w", "net.ipv4.ip_forward=0")).EnsureSuccess();
        await StormAsync(host, "CN1001", Kills - (Kills * 3 / 4));
    }

    /// <summary>A power cut keeps what was flushed and may keep, or lose, all else: so the record of a step must be on the
    /// disk, with its name, before the step acts.</summary>
    [StraceLabFact]
    public async Task EachStep_IsDurableInTheJournalBeforeItActs()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Forky);
        await host.InjectAsync("healthy");
        await FlushAsync(host);
        await PlanAsync(host, "docker");
        AssertOrder(await host.TraceAsync(s_calls, [.. s_repairer, "apply", "/root/docker.json"]), changes: 5);

        (await host.RunAsync("sysctl", "-w", "net.ipv4.ip_forward=0")).EnsureSuccess();
        await PlanAsync(host, "CN1001");
        AssertOrder(await host.TraceAsync(s_calls, [.. s_repairer, "apply", "/root/CN1001.json"]), changes: 2);
    }

    private static async Task FlushAsync(LabHost host)
    {
        foreach (string tool in (string[])["iptables", "ip6tables"])
        {
            foreach (string table in (string[])["filter", "nat", "raw"])
            {
                (await host.RunAsync(tool, "--table", table, "--flush")).EnsureSuccess();
            }
        }
    }

    private static async Task PlanAsync(LabHost host, string what) =>
        (await host.RunAsync([.. s_repairer, "plan", what, $"/root/{what}.json"])).EnsureSuccess();

    private async Task StormAsync(LabHost host, string what, int kills)
    {
        await PlanAsync(host, what);
        CommandOutcome storm = await host.RunAsync(
            s_limit, [.. s_repairer, "storm", $"/root/{what}.json", kills.ToString(CultureInfo.InvariantCulture), "1"]);
        output.WriteLine($"{what}: {storm.Output}");
        Assert.True(storm.ExitStatus == 0, storm.ToString());
    }

    /// <summary>Record: flushed, renamed, folder flushed; only then a change; a file that is a change is flushed as well
    /// before the record says that it is done.</summary>
    private static void AssertOrder(IReadOnlyList<string> calls, int changes)
    {
        string last = "nothing";
        int seen = 0;
        foreach (string call in calls.Where(c => !c.Contains(" = -1", StringComparison.Ordinal)))
        {
            string? now = KindOf(call);
            if (now is null)
            {
                continue;
            }

            string needed = now switch
            {
                "record named" => "record flushed",
                "record's folder flushed" => "record named",
                "file named" => "file flushed",
                "file's folder flushed" => "file named",
                "transaction" or "setting" or "file flushed" => "record's folder flushed",
                _ => last == "file flushed" || last == "file named" || last == "record flushed" ? "a finished change" : last,
            };
            Assert.True(last == needed, $"{now} comes after {last}, not after {needed}: {call}");
            seen += now is "transaction" or "setting" or "file named" ? 1 : 0;
            last = now;
        }

        Assert.True(seen >= changes, $"{seen} changes were seen:{Environment.NewLine}{string.Join(Environment.NewLine, calls)}");
    }

    private static string? KindOf(string call)
    {
        bool flush = Flush().IsMatch(call);
        if (call.Contains($"{Journal}>", StringComparison.Ordinal) && flush)
        {
            return "record's folder flushed";
        }

        if (call.Contains($"<{Journal}/", StringComparison.Ordinal) && flush)
        {
            return "record flushed";
        }

        if (call.Contains("</etc/sysctl.d>", StringComparison.Ordinal) && flush)
        {
            return "file's folder flushed";
        }

        return flush && call.Contains("</etc/sysctl.d/", StringComparison.Ordinal) ? "file flushed"
            : call.Contains("renameat(", StringComparison.Ordinal) && call.Contains($"<{Journal}>", StringComparison.Ordinal) ? "record named"
            : call.Contains("renameat(", StringComparison.Ordinal) && call.Contains("</etc/sysctl.d>", StringComparison.Ordinal) ? "file named"
            : Restore().IsMatch(call) ? "transaction"
            : Setting().IsMatch(call) ? "setting"
            : null;
    }

    [GeneratedRegex(@"^[0-9]+ +f(data)?sync\([0-9]+<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Flush();

    [GeneratedRegex(@"execve\(""[^""]*tables[^""]*-restore""", RegexOptions.None, 1000)]
    private static partial Regex Restore();

    [GeneratedRegex(@"write(64)?\([0-9]+</proc/sys/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();
}
