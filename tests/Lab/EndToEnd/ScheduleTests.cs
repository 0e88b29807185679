using System.Globalization;
using System.Text.Json;
using ContainerNet.Lab.Hosts;
using Xunit.Abstractions;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>A schedule mends a host with no hand on the keyboard, stops when it is a fight, and goes without a trace.</summary>
/// <param name="output">Takes the times.</param>
public sealed class ScheduleTests(ITestOutputHelper output)
{
    private const string Import = "Import-Module /opt/containernet/ContainerNet; ";

    [PowerShellLabFact]
    public async Task FirewalldRestart_IsHealedByItself()
    {
        await using LabHost host = await StartAsync();
        await RegisterAsync(host, "-Policy Repair -Interval 01:00:00");
        string[] rules = await RulesAsync(host);

        // Docker comes back from this without the rules that keep its networks apart (CN3016).
        (await host.RunAsync("systemctl", "restart", "firewalld")).EnsureSuccess();
        DateTimeOffset damaged = DateTimeOffset.UtcNow;
        JsonElement entry = await EntryAsync(host, "CONTAINERNET_STATUS=Repaired", TimeSpan.FromSeconds(90));

        DateTimeOffset repaired = DateTimeOffset.UnixEpoch.AddMicroseconds(
            long.Parse(entry.GetProperty("__REALTIME_TIMESTAMP").GetString()!, CultureInfo.InvariantCulture));
        output.WriteLine($"from firewalld's restart to the repair: {(repaired - damaged).TotalSeconds:0.0} s");
        Assert.StartsWith("CN30", entry.GetProperty("CONTAINERNET_CODE").GetString(), StringComparison.Ordinal);
        Assert.Equal("containernet-repair.service", entry.GetProperty("_SYSTEMD_UNIT").GetString());
        Assert.NotEmpty(entry.GetProperty("CONTAINERNET_REPAIR_ID").GetString()!);
        await IdleAsync(host);
        Assert.Equal(rules, await RulesAsync(host));
        Assert.Equal(200, await host.ClientHttpStatusAsync(8080));
    }

    [PowerShellLabFact]
    public async Task ForwardingOff_IsHealedByTheTimer_UntilItIsAStorm()
    {
        await using LabHost host = await StartAsync();
        await RegisterAsync(host, "-Policy Repair -Code CN1001 -Interval 00:00:10 -MostPerHour 2");
        for (int damage = 1; damage <= 2; damage++)
        {
            (await host.RunAsync("sysctl", "-w", "net.ipv4.ip_forward=0")).EnsureSuccess();
            await UntilAsync(TimeSpan.FromSeconds(60), "forwarding", async () => await ForwardingAsync(host) == "1");
        }

        (await host.RunAsync("sysctl", "-w", "net.ipv4.ip_forward=0")).EnsureSuccess();
        JsonElement entry = await EntryAsync(host, "CONTAINERNET_STATUS=Stopped", TimeSpan.FromSeconds(60));

        Assert.Equal("2", entry.GetProperty("PRIORITY").GetString());
        Assert.Equal("CN1001", entry.GetProperty("CONTAINERNET_CODE").GetString());
        Assert.Equal("0", await ForwardingAsync(host));
        Assert.Equal("failed", (await host.RunAsync("systemctl", "is-failed", "containernet-repair.service")).Output.Trim());

        // What a storm has left in systemd's memory goes with the rest.
        await AssertNoTraceAfterUnregisterAsync(host);
    }

    /// <summary>SIGKILL as soon as a repair stands in the journal; the next run mends what it left.</summary>
    [PowerShellLabFact]
    public async Task KilledAmidARepair_TheNextRunEndsIt()
    {
        await using LabHost host = await StartAsync();
        await RegisterAsync(host, "-Policy Repair -Interval 01:00:00 -MostPerHour 50");
        string[] rules = await RulesAsync(host);
        for (int kill = 0; kill < 2; kill++)
        {
            foreach (string table in (string[])["filter", "nat"])
            {
                (await host.RunAsync("iptables", "--table", table, "--flush")).EnsureSuccess();
            }

            string wait = string.Create(CultureInfo.InvariantCulture, $"0.0{kill * 4}");
            (await host.RunAsync("bash", "-c", $$"""
                records() { ls /var/lib/containernet/journal 2>/dev/null | wc -l; }
                before=$(records)
                systemctl start --no-block containernet-repair.service
                while [[ $(records) -eq $before ]]; do :; done
                sleep {{wait}}
                systemctl kill --signal=KILL containernet-repair.service
                """)).EnsureSuccess();
            await IdleAsync(host);

            (await host.RunAsync(TimeSpan.FromMinutes(1), "systemctl", "start", "containernet-repair.service")).EnsureSuccess();

            Assert.Equal(rules, await RulesAsync(host));
        }
    }

    [PowerShellLabFact]
    public async Task Report_ChangesNothing()
    {
        await using LabHost host = await StartAsync();
        await RegisterAsync(host, "-Policy Report -Code CN1001 -Interval 01:00:00");
        (await host.RunAsync("sysctl", "-w", "net.ipv4.ip_forward=0")).EnsureSuccess();

        (await host.RunAsync("systemctl", "start", "containernet-repair.service")).EnsureSuccess();

        JsonElement entry = await EntryAsync(host, "CONTAINERNET_STATUS=Found", TimeSpan.FromSeconds(10));
        Assert.Equal("CN1001", entry.GetProperty("CONTAINERNET_CODE").GetString());
        Assert.Equal("0", await ForwardingAsync(host));
        string? before = (await host.RunAsync("find", "/etc/sysctl.d", "-name", "*containernet*")).Output;
        Assert.Empty(before);
        await AssertNoTraceAfterUnregisterAsync(host);
    }

    private static async Task<LabHost> StartAsync()
    {
        LabHost host = await LabHost.StartAsync(Suite.Bookworm, firewalld: true);
        await host.InjectAsync("docker-knows-firewalld");
        await host.InjectAsync("healthy");
        return host;
    }

    private static async Task RegisterAsync(LabHost host, string options)
    {
        (await host.PwshAsync($"{Import}Register-ContainerNetRepair {options} -Confirm:$false | Format-List")).EnsureSuccess();
        await EntryAsync(host, "SYSLOG_IDENTIFIER=containernet", TimeSpan.FromSeconds(90));
        await IdleAsync(host);
    }

    private static Task IdleAsync(LabHost host) => UntilAsync(TimeSpan.FromSeconds(60), "the service to end", async () =>
        (await host.RunAsync("systemctl", "is-active", "containernet-repair.service")).Output.Trim() is "inactive" or "failed");

    private static async Task AssertNoTraceAfterUnregisterAsync(LabHost host)
    {
        (await host.PwshAsync($"{Import}Unregister-ContainerNetRepair -Confirm:$false | Format-List")).EnsureSuccess();
        Assert.Empty((await host.RunAsync("find", "/etc/systemd", "/run/systemd", "-name", "*containernet-repair*")).Output);
        Assert.Empty((await host.RunAsync("systemctl", "list-units", "--all", "--no-legend", "containernet-repair*")).Output);
        Assert.Empty((await host.RunAsync("systemctl", "list-unit-files", "--no-legend", "containernet-repair*")).Output);
    }

    private static async Task<string> ForwardingAsync(LabHost host) =>
        (await host.RunAsync("cat", "/proc/sys/net/ipv4/ip_forward")).Output.Trim();

    private static async Task<string[]> RulesAsync(LabHost host)
    {
        List<string> rules = [];
        foreach (string table in (string[])["filter", "nat"])
        {
            CommandOutcome listing = (await host.RunAsync("iptables", "-t", table, "-S")).EnsureSuccess();
            rules.AddRange(listing.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith('#')).Select(line => $"{table} {line}"));
        }

        return [.. rules.Order(StringComparer.Ordinal)];
    }

    private static async Task<JsonElement> EntryAsync(LabHost host, string match, TimeSpan limit)
    {
        string json = "";
        await UntilAsync(limit, match, async () =>
        {
            json = (await host.RunAsync("journalctl", "-o", "json", "-n", "1", "--no-pager", match)).Output.Trim();
            return json.StartsWith('{');
        });
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static async Task UntilAsync(TimeSpan limit, string what, Func<Task<bool>> holds)
    {
        DateTimeOffset end = DateTimeOffset.UtcNow + limit;
        while (!await holds())
        {
            Assert.True(DateTimeOffset.UtcNow < end, $"gave up after {limit.TotalSeconds:0} s waiting for {what}");
            await Task.Delay(200);
        }
    }
}
