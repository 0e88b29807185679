using System.Diagnostics;
using System.Text.RegularExpressions;
using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>What a trace leaves behind: nothing, however it ends.</summary>
/// <param name="hosts">The hosts.</param>
[Collection(TraceCollection.Name)]
public sealed partial class TraceLeavingsTests(TraceHosts hosts)
{
    private const string Import = "Import-Module /opt/containernet/ContainerNet; ";
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    /// <summary>kill -9 while a packet is followed, and while real ones are watched.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task Killed_RulesSettingsAndInterfacesAreAsBefore(Suite suite)
    {
        TraceCase silent = TraceTable.Find("legacy-drop");
        LabHost host = await hosts.OfAsync(suite);
        await TraceHosts.WithAsync(host, silent, async () =>
        {
            string before = await StateAsync(host);

            await using LabProgram watching = TraceHosts.Watch(host, "web", 8080, LabHost.ClientAddress, 1, 60);
            await using LabProgram sending = TraceHosts.Send(host, "External", "web", 8080, 100);
            string watcher = await TraceHosts.ReadyAsync(watching);
            string sender = await TraceHosts.ReadyAsync(sending);
            await TraceHosts.ReadAsync(sending);
            await TraceHosts.UntilTracedAsync(host, 2);
            Assert.NotEqual(before, await StateAsync(host));
            (await host.RunAsync("kill", "-9", sender)).EnsureSuccess();
            (await host.RunAsync("kill", "-9", watcher)).EnsureSuccess();

            await AssertStateAsync(host, before);
            return true;
        });
    }

    /// <summary>Ctrl+C ends a watch within a second.</summary>
    /// <param name="suite">Which Debian.</param>
    [PowerShellLabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task Interrupted_EndsWithinASecond_AndLeavesNothing(Suite suite)
    {
        LabHost host = await hosts.OfAsync(suite);
        string before = await StateAsync(host);
        await using LabProgram shell = host.Start(
            "pwsh", "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", $"\"ready $PID\"; {Import} Trace-PacketPath web -Wait");
        string process = await TraceHosts.ReadyAsync(shell);
        await TraceHosts.UntilTracedAsync(host, 1);

        long start = Stopwatch.GetTimestamp();
        (await host.RunAsync("kill", "-INT", process)).EnsureSuccess();
        await shell.EndAsync(TimeSpan.FromSeconds(10));
        TimeSpan took = Stopwatch.GetElapsedTime(start);

        Assert.True(took < TimeSpan.FromSeconds(1), $"it took {took.TotalMilliseconds} ms to end");
        await AssertStateAsync(host, before);
    }

    /// <summary>Without the right to change the network it says so, and changes nothing.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task OrdinaryUser_IsTold(Suite suite)
    {
        LabHost host = await hosts.OfAsync(suite);
        CommandOutcome refused = await host.RunAsync(
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "dotnet",
            "/opt/containernet/tracer/ContainerNet.Tracer.dll", "send", "Host", LabHost.ClientAddress, "9", "tcp", "1", "1");
        Assert.True(refused.ExitStatus == 1, refused.ToString());
        Assert.True(refused.Error.StartsWith("PermissionDenied: ", StringComparison.Ordinal), refused.ToString());
    }

    /// <summary>Rules without counters, every setting, every interface and address.</summary>
    private static async Task<string> StateAsync(LabHost host)
    {
        string rules = (await host.RunAsync("nft", "--stateless", "list", "ruleset")).EnsureSuccess().Output;
        string settings = (await host.RunAsync("sysctl", "-a")).Output;
        string links = (await host.RunAsync("ip", "-brief", "address")).EnsureSuccess().Output;
        return string.Join('\n', rules, Moving().Replace(settings, ""), links);
    }

    /// <summary>The kernel takes a network namespace away in its own time, so the state may be as before a moment later.</summary>
    private static async Task AssertStateAsync(LabHost host, string before)
    {
        long start = Stopwatch.GetTimestamp();
        string after = await StateAsync(host);
        while (after != before && Stopwatch.GetElapsedTime(start) < s_soon)
        {
            after = await StateAsync(host);
        }

        string[] old = before.Split('\n'), now = after.Split('\n');
        Assert.True(
            after == before,
            $"gone: {string.Join("; ", old.Except(now))}{Environment.NewLine}there: {string.Join("; ", now.Except(old))}");
    }

    /// <summary>What the kernel counts or draws anew by itself.</summary>
    [GeneratedRegex(@"^(?:kernel\.random\.|kernel\.ns_last_pid|kernel\.pty\.nr|fs\.dentry-state|fs\.file-nr|fs\.inode-|fs\.aio-nr|net\.netfilter\.nf_conntrack_count).*\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Moving();
}
