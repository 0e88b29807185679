using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>
/// Story A: nginx on the host in front of three services of a rootless user, one of them a WebSocket. Each fault is named first, mended
/// where it can be, and a WebSocket echoes through nginx afterwards; taken back, the file is as it was.
/// </summary>
public sealed class ProxyFaultTests
{
    private const string Program = "/opt/containernet/cli/containernet";
    private const string Configuration = "/etc/nginx/conf.d/lab.conf";

    private static readonly ProxyCase[] s_cases =
    [
        new("proxy-port", "CN6001", "/etc/nginx/conf.d/lab.conf:23"),
        new("proxy-no-upgrade", "CN6003", "/etc/nginx/conf.d/lab.conf:23"),
        new("proxy-inherit", "CN6003", "/etc/nginx/conf.d/lab.conf:26"),
        new("proxy-http10", "CN6004", "/etc/nginx/conf.d/lab.conf:28"),
        new("proxy-https", "CN6006", "wrong version number"),
        new("proxy-idle", "CN6007", "/etc/nginx/conf.d/lab.conf:27"),
        new("proxy-early", "CN6007", "prematurely closed", Mends: false),
        new("proxy-other-host", "CN6007", "/etc/nginx/conf.d/lab.conf:11"),
        new("proxy-app-loopback", "CN5001", "127.0.0.1:8000 (python3, process "),
        new("proxy-app-port", "CN5002", "0.0.0.0:8100 (python3, process "),
        new("proxy-mount-moved", "CN5011", "chat.service of sam"),
        new("proxy-host-loopback", "CN5012", "the host's loopback hidden"),
        new("proxy-slashes", "CN6008", "/etc/nginx/conf.d/lab.conf:30"),
        new("proxy-pattern", "CN6008", "/etc/nginx/conf.d/lab.conf:29"),
        new("proxy-unit-dead", "CN5005", "chat.service of sam"),
        new("proxy-low-port", "CN5009", "chat.service of sam"),
        new("proxy-not-loaded", "CN6009", "/etc/nginx/conf.d/lab.conf"),
    ];

    private static readonly ProxyCase[] s_containerCases =
    [
        new("gate-loopback", "CN6002", "nginx.conf:17 in container gate"),
        new("gate-moved", "CN6005", "Connection refused"),
        new("gate-ufw", "CN3003", "policy drop (written by ufw)"),
        new("gate-nft-policy", "CN3003", "inet site, chain input: policy drop"),
        new("gate-iptables", "CN3003", "-i docker0 -j DROP"),
    ];

    /// <summary>Healthy, each fault in turn, and healthy again.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task EachFault_IsNamedAndMended(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        await host.InjectAsync("rootless");
        Assert.Empty((await DiagnoseAsync(host)).AboveInfo);
        foreach (ProxyCase line in s_cases)
        {
            await host.InjectAsync(line.Fault);
            Report report = await DiagnoseAsync(host);
            ReportedFinding? first = report.AboveInfo.FirstOrDefault();
            Assert.True(first?.Code == line.Code, $"{line.Fault}: {line.Code} was expected first, but{Environment.NewLine}{report}");
            Assert.True(
                first.EvidenceText.Contains(line.Evidence, StringComparison.Ordinal),
                $"{line.Fault}: the evidence does not name '{line.Evidence}', but{Environment.NewLine}{report}");
            if (line.Mends)
            {
                await MendAndUndoAsync(host, line);
            }

            await host.UndoAsync(line.Fault);
        }

        Report last = await DiagnoseAsync(host);
        Assert.True(!last.AboveInfo.Any(), last.ToString());
    }

    /// <summary>nginx in a container of Docker, with its configuration in a folder of the host.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task NginxInAContainer_IsMended(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        await host.InjectAsync("healthy");
        foreach (ProxyCase line in s_containerCases)
        {
            await InContainerAsync(host, line);
        }
    }

    /// <summary>nginx in a rootless user's container: its file stays the user's.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task NginxInARootlessContainer_IsMended(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        await InContainerAsync(host, new ProxyCase("rootless-gate", "CN6002", "nginx.conf:17 in container gate"));
    }

    /// <summary>A service that Quadlet makes: the line of its file is written otherwise, and back.</summary>
    /// <param name="suite">Which Debian; Podman 4.3 of bookworm has no Quadlet.</param>
    [PowerShellLabTheory]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task ServiceOfQuadlet_IsMendedAndTakenBack(Suite suite)
    {
        const string File = "/home/sam/.config/containers/systemd/chat.container";
        await using LabHost host = await LabHost.StartAsync(suite);
        ProxyCase line = new("quadlet-app-loopback", "CN5001", "127.0.0.1:8000 (python3, process ");
        await host.InjectAsync(line.Fault);
        string before = (await host.RunAsync("cat", File)).Output;
        Assert.Equal(line.Code, (await DiagnoseAsync(host)).AboveInfo.FirstOrDefault()?.Code);
        await MendAsync(host, line, "80");
        Assert.Equal(before.Replace("--bind 127.0.0.1", "--bind 0.0.0.0", StringComparison.Ordinal), (await host.RunAsync("cat", File)).Output);
        Assert.Equal("sam:sam\n", (await host.RunAsync("stat", "--format", "%U:%G", File)).Output);

        CommandOutcome undo = await host.PwshAsync(
            "Import-Module /opt/containernet/ContainerNet; (Get-ContainerNetRepair | Select-Object -First 1 | Undo-ContainerNetRepair -Confirm:$false).Status");
        Assert.Equal("Undone\n", undo.EnsureSuccess().Output);
        Assert.Equal(before, (await host.RunAsync("cat", File)).Output);
        Report again = await DiagnoseAsync(host);
        for (int look = 0; look < 10 && !again.AboveInfo.Any(); look++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            again = await DiagnoseAsync(host);
        }

        Assert.Equal(line.Code, again.AboveInfo.FirstOrDefault()?.Code);
    }

    private static async Task InContainerAsync(LabHost host, ProxyCase line)
    {
        await host.InjectAsync(line.Fault);
        Report report = await DiagnoseAsync(host);
        Assert.True(report.AboveInfo.FirstOrDefault()?.Code == line.Code, $"{line.Fault}: {report}");
        Assert.Contains(line.Evidence, report.AboveInfo.First().EvidenceText, StringComparison.Ordinal);
        await MendAsync(host, line, "8088");
        if (line.Fault == "rootless-gate")
        {
            Assert.Equal("sam:sam\n", (await host.RunAsync("stat", "--format", "%U:%G", "/home/sam/gate/nginx.conf")).Output);
        }

        await host.UndoAsync(line.Fault);
    }

    private static async Task MendAsync(LabHost host, ProxyCase line, string port)
    {
        CommandOutcome repair = await host.RunAsync(Program, "repair", "--code", line.Code);
        Assert.True(repair.ExitStatus == 0, $"{line.Fault}: {repair}");
        Report after = await DiagnoseAsync(host);
        for (int look = 0; look < 10 && after.AboveInfo.Any(); look++)
        {
            // A unit that was started again has its container a moment later.
            await Task.Delay(TimeSpan.FromSeconds(1));
            after = await DiagnoseAsync(host);
        }

        Assert.True(!after.AboveInfo.Any(), $"{line.Fault}: {after}");
        CommandOutcome echo = await host.RunAsync("/usr/bin/python3", "/opt/lab/inside/echo.py", "127.0.0.1", port, "/chat/ws");
        Assert.True(echo is { ExitStatus: 0, Output: "echo\n" }, $"{line.Fault}: {echo}");
    }

    private static async Task MendAndUndoAsync(LabHost host, ProxyCase line)
    {
        string before = await FileAsync(host);
        await MendAsync(host, line, "80");
        // Once is enough: it takes a PowerShell to start.
        if (line.Code == "CN6004" && LabRequirements.MissingForPowerShell is null)
        {
            CommandOutcome undo = await host.PwshAsync(
                "Import-Module /opt/containernet/ContainerNet; Get-ContainerNetRepair | Select-Object -First 1 | Undo-ContainerNetRepair -Confirm:$false");
            Assert.True(undo.ExitStatus == 0 && await FileAsync(host) == before, $"{line.Fault}: {undo}");
            Assert.Equal("CN6004", (await DiagnoseAsync(host)).AboveInfo.FirstOrDefault()?.Code);
        }
    }

    private static async Task<Report> DiagnoseAsync(LabHost host) => Report.FromDiagnose(await host.RunAsync(Program, "diagnose", "--json"));

    private static async Task<string> FileAsync(LabHost host) => (await host.RunAsync("cat", Configuration)).Output;
}
