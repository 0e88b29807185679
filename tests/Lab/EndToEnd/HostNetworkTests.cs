using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>The Pushgateway behind nginx, on hosts where forwarding stays off: moved to the host's network, started by the real docker-compose,
/// and moved back.</summary>
public sealed class HostNetworkTests
{
    private const string Import = "Import-Module /opt/containernet/ContainerNet; ";
    private const string Up = "cd /srv/push && /opt/compose/docker-compose -f compose.yaml -f lab.yaml up -d && sysctl -qw net.ipv4.ip_forward=0";

    [ComposeLabTheory]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task Pushgateway_IsReachedFromTheOtherMachine_OnceItIsMoved(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        (await host.RunAsync("/bin/bash", "/opt/lab/inside/pushgateway/setup.sh")).EnsureSuccess();
        await StartAsync(host);
        Assert.Equal("200", await SeenAsync(host.RunAsync, "127.0.0.1", "/"));
        Assert.Equal("000", await SeenAsync(host.ClientAsync, LabHost.Address, "/"));

        CommandOutcome diff = (await host.PwshAsync($"{Import}ConvertTo-HostNetwork /srv/push/compose.yaml -InPlace -WarningAction Ignore | ForEach-Object Diff")).EnsureSuccess();
        Assert.Equal(
            [
                "-        listen 80;", "+        listen 8080;",
                "-            proxy_pass http://pushgateway:9091;   # the only upstream", "+            proxy_pass http://127.0.0.1:9091;   # the only upstream",
                "-    expose:", "-      - \"9091\"", "-    networks:", "-      - metrics", "+    network_mode: host",
                "-    ports:", "-      - \"8080:80\"", "+    network_mode: host", "-    networks:", "-      - metrics",
            ],
            diff.Output.Split('\n').Where(l => l.StartsWith('+') || l.StartsWith('-')).Where(l => !l.StartsWith("+++", StringComparison.Ordinal) && !l.StartsWith("---", StringComparison.Ordinal)));

        await StartAsync(host);
        Assert.Equal("200", await SeenAsync(host.ClientAsync, LabHost.Address, "/"));
        Assert.Equal("200", await SeenAsync(host.ClientAsync, LabHost.Address, "/metrics/"));
        Assert.Equal("403", await SeenAsync(host.ClientAsync, LabHost.Address, "/debug/"));
        Assert.Equal("403", await SeenAsync(host.ClientAsync, LabHost.Address, "/pprof/"));
        Assert.Equal("0", (await host.RunAsync("sysctl", "-n", "net.ipv4.ip_forward")).Output.Trim());

        (await host.PwshAsync($"{Import}ConvertTo-HostNetwork /srv/push/compose.yaml -Undo")).EnsureSuccess();
        foreach (string file in (string[])["compose.yaml", "nginx.conf"])
        {
            (await host.RunAsync("cmp", $"/opt/lab/inside/pushgateway/{file}", $"/srv/push/{file}")).EnsureSuccess();
        }

        await StartAsync(host);
        Assert.Equal("000", await SeenAsync(host.ClientAsync, LabHost.Address, "/"));
        Assert.Equal("200", await SeenAsync(host.RunAsync, "127.0.0.1", "/"));
    }

    /// <summary>A port of the host that somebody has is found before anything is written, with its holder.</summary>
    [ComposeLabTheory]
    [InlineData(Suite.Trixie)]
    public async Task PortThatSomebodyHas_IsNamedBeforeAnythingIsWritten(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        (await host.RunAsync("/bin/bash", "/opt/lab/inside/pushgateway/setup.sh")).EnsureSuccess();
        (await host.RunAsync("/bin/bash", "-c", "docker run -d --name other -p 8080:80 prom/pushgateway:lab && systemd-run --quiet --collect busybox httpd -f -p 9091 -h /srv && until ss --no-header -ltn sport = 9091 | grep -q .; do sleep 0.1; done")).EnsureSuccess();

        CommandOutcome plan = (await host.PwshAsync($"{Import}Get-ContainerPort -Plan /srv/push/compose.yaml | ForEach-Object {{ \"$($_.HostPort) $($_.Conflicts)\" }}")).EnsureSuccess();
        Assert.Equal("8080 container other", plan.Output.Trim());
        CommandOutcome refused = await host.PwshAsync(
            $"{Import}ConvertTo-HostNetwork /srv/push/compose.yaml -InPlace -WarningAction Ignore -ErrorVariable e -ErrorAction SilentlyContinue; $e.Exception.Message; (Get-ChildItem /srv/push -Filter *.bridge).Count");
        string[] lines = refused.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains(lines, l => l.Contains("9091/tcp of the host, which busybox (process ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("8080/tcp of the host, which container other has", StringComparison.Ordinal));
        Assert.Equal("0", lines[^1].Trim());
    }

    private static async Task StartAsync(LabHost host) => (await host.RunAsync(TimeSpan.FromMinutes(2), "/bin/bash", "-c", Up)).EnsureSuccess();

    /// <summary>The status that curl sees, once nginx has come up; 000 is silence or a refusal.</summary>
    private static async Task<string> SeenAsync(Func<IReadOnlyList<string>, Task<CommandOutcome>> run, string address, string path)
    {
        CommandOutcome seen = await run(
            ["curl", "-s", "-m", "3", "--retry", "3", "--retry-delay", "1", "--retry-all-errors", "-o", "/dev/null", "-w", "%{http_code}", $"http://{address}:8080{path}"]);
        return seen.Output.Trim();
    }

    /// <summary>As other tests of the lab, with the real docker-compose; says why it is skipped.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ComposeLabTheoryAttribute : TheoryAttribute
    {
        public ComposeLabTheoryAttribute() => Skip = LabRequirements.MissingForPowerShell
            ?? (File.Exists(Path.Combine(Cache, "compose-trixie", "docker-compose")) ? null : "there is no docker-compose: tests/compose.sh unpacks it");

        private static string Cache => Environment.GetEnvironmentVariable("CONTAINERNET_LAB_CACHE") ?? "/var/cache/containernet-lab";
    }
}
