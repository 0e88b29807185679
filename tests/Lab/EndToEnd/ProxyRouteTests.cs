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

        await host.InjectAsync("proxy-no-upgrade");
        Assert.Equal(
            ["Client connected ", "Proxy 426 ", "Upstream 426 ", "Application 101 ", "Verdict UpgradeLost CN6003"],
            await AskAsync(host, "ws://shop.example/chat/ws"));
    }

    private static async Task<string[]> AskAsync(LabHost host, string url)
    {
        CommandOutcome asked = (await host.PwshAsync(
            $"{Import}Test-ProxyRoute {url} | ForEach-Object {{ \"$($_.Step) $($_.Status) $($_.Findings.Code)\" }}")).EnsureSuccess();
        return asked.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
