using System.Globalization;
using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>"Nobody touched it" gets a name and a time.</summary>
public sealed class WatchTests
{
    private const string Import = "Import-Module /opt/containernet/ContainerNet; ";
    private static readonly string[] s_changes = ["dotnet", "/opt/containernet/tracer/ContainerNet.Tracer.dll", "changes", "120"];

    /// <summary>A service that runs sysctl -w, the way hardening scripts do.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task ServiceSwitchesForwardingOff_IsNamed_WithTheTime(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        await host.InjectAsync("healthy");
        await host.RunAsync(
            "sh", "-c", "printf '[Service]\\nType=oneshot\\nExecStart=/sbin/sysctl -w net.ipv4.ip_forward=0\\n' "
            + "> /etc/systemd/system/hardening.service; systemctl daemon-reload");
        await using LabProgram watch = host.Start(s_changes);
        await TraceHosts.ReadyAsync(watch);

        DateTimeOffset before = await NowAsync(host);
        (await host.RunAsync("systemctl", "start", "hardening.service")).EnsureSuccess();
        DateTimeOffset after = await NowAsync(host);

        ReportedChange change = await NextAsync(watch, c => c.Kind == "Forwarding");
        Assert.Equal(("IPv4 forwarding", "on", "off"), (change.Subject, change.Before, change.After));
        Assert.Equal(("hardening.service", "sysctl", true), (change.Unit, change.Process, change.IsCertain));
        Assert.InRange(change.When, before, after);
        Assert.Contains(change.Journal, line => line.Contains("hardening.service", StringComparison.Ordinal));
    }

    /// <summary>Rules: an administrator's shell, the engine, and firewalld are told apart.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task RulesChanged_NameTheProgram_AndWhoStartedIt(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite, firewalld: true);
        await host.InjectAsync("docker-knows-firewalld");
        await host.InjectAsync("healthy");

        // Since Docker 28 the chain has no rule of its own, and to flush an empty one is no change.
        (await host.RunAsync("iptables", "-I", "DOCKER-USER", "-s", "203.0.113.9", "-j", "DROP")).EnsureSuccess();
        await using LabProgram watch = host.Start(s_changes);
        await TraceHosts.ReadyAsync(watch);

        (await host.RunAsync("docker", "network", "create", "watched")).EnsureSuccess();
        ReportedChange made = await NextAsync(watch, c => c is { Kind: "Engine", Subject: "network watched" });
        Assert.Equal("docker: network watched was made.", made.What);

        (await host.RunAsync("bash", "-c", "iptables -F DOCKER-USER; true")).EnsureSuccess();
        ReportedChange flushed = await NextAsync(watch, c => c is { Kind: "Rules", Parent: "bash" });
        Assert.Equal(("iptables", true), (flushed.Process, flushed.IsCertain));
        Assert.Contains("removed", flushed.What, StringComparison.Ordinal);

        (await host.RunAsync("firewall-cmd", "--reload")).EnsureSuccess();
        ReportedChange reloaded = await NextAsync(watch, c => c is { Kind: "Rules", Unit: "firewalld.service" });
        Assert.True(reloaded.IsCertain);

        (await host.RunAsync("systemctl", "restart", "firewalld")).EnsureSuccess();
        ReportedChange unit = await NextAsync(watch, c => c is { Kind: "Unit", Subject: "firewalld.service" });
        Assert.Equal("active", unit.Before);
    }

    /// <summary>Findings come and go, each with what happened right before.</summary>
    [PowerShellLabFact]
    public async Task Finding_AppearsWithItsReason_AndGoes()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Bookworm);
        await host.InjectAsync("healthy");
        await using LabProgram shell = host.Start(
            "pwsh", "-NoLogo", "-NoProfile", "-NonInteractive", "-Command",
            Import + "$VerbosePreference = 'Continue'; Watch-ContainerNet -Finding -IncludeRule CN1001 -Count 2 -TimeoutSeconds 90 4>&1 | "
            + "ForEach-Object { if ($_ -is [ContainerNet.Findings.Finding]) "
            + "{ \"$($_.Code) $($_.State) $($_.Because.Kind -contains 'Forwarding')\" } else { 'watching' } }");
        Assert.Equal("watching", await shell.ReadLineAsync());

        // The first look at the whole host comes after that line; what changes during it is in what it sees.
        await Task.Delay(TimeSpan.FromSeconds(8));
        (await host.RunAsync("sysctl", "-w", "net.ipv4.ip_forward=0")).EnsureSuccess();
        Assert.Equal("CN1001 Appeared True", await shell.ReadLineAsync());
        (await host.RunAsync("sysctl", "-w", "net.ipv4.ip_forward=1")).EnsureSuccess();
        Assert.Equal("CN1001 Gone True", await shell.ReadLineAsync());
        (await shell.EndAsync(TimeSpan.FromSeconds(20))).EnsureSuccess();
    }

    /// <summary>Killed in the middle, it leaves no process and no rule.</summary>
    [LabFact]
    public async Task Killed_LeavesNothingBehind()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Bookworm);
        string rules = (await host.RunAsync("nft", "list", "ruleset")).Output;
        await using LabProgram watch = host.Start(s_changes);
        string process = await TraceHosts.ReadyAsync(watch);
        (await host.RunAsync("sysctl", "-w", "net.ipv4.conf.host0.forwarding=1")).EnsureSuccess();
        (await host.RunAsync("kill", "-9", process)).EnsureSuccess();

        Assert.Equal(rules, (await host.RunAsync("nft", "list", "ruleset")).Output);
        Assert.NotEqual(0, (await host.RunAsync("pgrep", "-x", "journalctl")).ExitStatus);
    }

    /// <summary>On a host where nothing happens it costs nothing that can be measured: 10 ms in half a minute is 0.03 %.</summary>
    [LabFact]
    public async Task QuietHost_CostsNoProcessorTime()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Bookworm);
        await using LabProgram watch = host.Start(s_changes);
        string process = await TraceHosts.ReadyAsync(watch);
        await Task.Delay(TimeSpan.FromSeconds(10));
        int before = await TicksAsync(host, process);
        await Task.Delay(TimeSpan.FromSeconds(30));
        int ticks = await TicksAsync(host, process) - before;
        Assert.True(ticks <= 3, $"{ticks} ticks of 10 ms in 30 s");
    }

    private static async Task<int> TicksAsync(LabHost host, string process)
    {
        string stat = (await host.RunAsync("cat", $"/proc/{process}/stat")).EnsureSuccess().Output;
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return int.Parse(fields[11], CultureInfo.InvariantCulture) + int.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static async Task<DateTimeOffset> NowAsync(LabHost host) => DateTimeOffset.UnixEpoch.AddMilliseconds(
        long.Parse((await host.RunAsync("date", "+%s%3N")).EnsureSuccess().Output, CultureInfo.InvariantCulture));

    private static async Task<ReportedChange> NextAsync(LabProgram watch, Func<ReportedChange, bool> wanted)
    {
        List<string> passed = [];
        while (await watch.ReadLineAsync() is string line)
        {
            ReportedChange change = ReportedChange.Read(line);
            if (wanted(change))
            {
                return change;
            }

            passed.Add(line);
        }

        throw new InvalidOperationException($"it never came; told were{Environment.NewLine}{string.Join(Environment.NewLine, passed)}");
    }
}
