using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>Requests through a real nginx to a rootless user's services, as an administrator asks for them.</summary>
public sealed class ProxyRouteTests
{
    private const string Import = "Import-Module /opt/containernet/ContainerNet; ";

    /// <summary>Pages and the WebSocket pass at every step; with the upgrade taken away, the last step says so.</summary>
    [PowerShellLabFact]
    public async Task HealthyStack_NothingParts_UntilTheUpgradeIsLost()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Trixie);
        await host.InjectAsync("rootless");

        Assert.Equal(
            ["Client connected ", "Proxy 200 ", "Upstream 200 ", "Application 200 ", "Verdict None "],
            await AskAsync(host, "http://shop.example/stock/7"));
        Assert.Equal(
            ["Client connected ", "Proxy 101 ", "Upstream 101 ", "Application 101 ", "Verdict None "],
            await AskAsync(host, "ws://shop.example/chat/ws"));
        Assert.Equal("Verdict NoProxy ", Assert.Single(await AskAsync(host, "https://shop.example/")));

        // pasta takes the connection and breaks off, to TLS as well.
        await host.InjectAsync("proxy-app-port");
        Assert.Equal("Verdict UpstreamCloses CN5002", (await AskAsync(host, "ws://shop.example/chat/ws"))[^1]);
        await host.UndoAsync("proxy-app-port");

        await host.InjectAsync("proxy-no-upgrade");
        Assert.Equal(
            ["Client connected ", "Proxy 426 ", "Upstream 426 ", "Application 101 ", "Verdict UpgradeLost CN6003"],
            await AskAsync(host, "ws://shop.example/chat/ws"));
    }

    /// <summary>What only a request shows, and no file or log: each is named, mended by the finding that the request gave, and the WebSocket
    /// echoes afterwards.</summary>
    /// <param name="suite">Which Debian.</param>
    [PowerShellLabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task FaultThatOnlyARequestShows_IsNamedAndMended(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        await host.InjectAsync("rootless");
        foreach ((string fault, string verdict) in new[] { ("proxy-tls", "WrongScheme CN6006"), ("proxy-strip", "UriChanged CN6008"), ("proxy-other-host", "HostChanged CN6007") })
        {
            await host.InjectAsync(fault);
            CommandOutcome outcome = await host.PwshAsync(
                $"{Import}$seen = Test-ProxyRoute ws://shop.example/chat/ws; \"$($seen[-1].Status) $($seen[-1].Findings[-1].Code)\"; "
                + "$seen[-1].Findings | ForEach-Object { $_.Evidence.Source }; "
                + "\"$(($seen[-1].Findings | Repair-ContainerNet -Confirm:$false).Status) $((Test-ProxyRoute ws://shop.example/chat/ws)[-1].Status)\"");
            string[] lines = outcome.EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal((verdict, "Repaired None"), (lines[0], lines[^1]));
            Assert.Contains("/etc/nginx/conf.d/lab.conf:23", lines);
            CommandOutcome echo = await host.RunAsync("/usr/bin/python3", "/opt/lab/inside/echo.py", "127.0.0.1", "80", "/chat/ws");
            Assert.True(echo is { ExitStatus: 0, Output: "echo\n" }, $"{fault}: {echo}");
            await host.UndoAsync(fault);
        }
    }

    /// <summary>wss through nginx: open where the certificate is let be, and otherwise the certificate is the reason.</summary>
    [PowerShellLabFact]
    public async Task WebSocketOverTls_EchoesThroughNginx()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Trixie);
        await host.InjectAsync("proxy-behind-tls");
        const string Ask = "Test-WebSocket wss://shop.example/chat/ws -Address 127.0.0.1";
        CommandOutcome outcome = await host.PwshAsync(
            $"{Import}$strict = {Ask}; $lax = {Ask} -SkipCertificateCheck; \"$($strict.State) $($lax.State)\"; $strict.Detail");
        string[] lines = outcome.EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("TlsFailed Open", lines[0]);
        Assert.Contains("signed by itself", lines[1], StringComparison.Ordinal);
        Assert.Contains("Proxy 101 ", await AskAsync(host, "wss://shop.example/chat/ws"));
    }

    private static async Task<string[]> AskAsync(LabHost host, string url)
    {
        CommandOutcome asked = (await host.PwshAsync(
            $"{Import}Test-ProxyRoute {url} | ForEach-Object {{ \"$($_.Step) $($_.Status) $($_.Findings.Code)\" }}")).EnsureSuccess();
        return asked.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
