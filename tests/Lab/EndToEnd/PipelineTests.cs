using System.Text.Json;
using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>The pipelines of the documentation, as an administrator types them.</summary>
public sealed class PipelineTests
{
    private const string Import = "Import-Module /opt/containernet/ContainerNet; ";

    /// <summary>Every published TCP port of a healthy host answers another machine.</summary>
    /// <param name="suite">Which Debian.</param>
    [PowerShellLabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task HealthyHost_EveryTcpPortIsOpenFromOutside(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        await host.InjectAsync("healthy");

        CommandOutcome asked = (await host.PwshAsync(
            Import + "Get-ContainerPort | Where-Object Protocol -eq tcp | Test-ContainerPort -Vantage External | "
            + "ForEach-Object { \"$($_.Container) $($_.RemoteAddress) $($_.RemotePort) $($_.State)\" }")).EnsureSuccess();

        string[] lines = asked.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.True(lines.Length >= 7, asked.ToString());
        Assert.All(lines, line => Assert.True(line.EndsWith(" Open", StringComparison.Ordinal), asked.ToString()));
    }

    /// <summary>A preview shows the change and makes none.</summary>
    [PowerShellLabFact]
    public async Task WhatIf_ShowsTheChangeAndMakesNone()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Bookworm);
        await host.InjectAsync("healthy");
        await host.InjectAsync("nft-flush");
        string before = (await host.RunAsync("iptables-save")).Output;

        CommandOutcome preview = (await host.PwshAsync(
            Import + "Test-ContainerNet -Container web | Repair-ContainerNet -WhatIf")).EnsureSuccess();

        Assert.Contains("-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT", preview.Output, StringComparison.Ordinal);
        Assert.Equal(WithoutComments(before), WithoutComments((await host.RunAsync("iptables-save")).Output));
    }

    /// <summary>What the files say about forwarding, as a property.</summary>
    [PowerShellLabFact]
    public async Task Persistent_SaysWhatTheFilesSay()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Bookworm);
        await host.InjectAsync("healthy");
        await host.RunAsync("sh", "-c", "echo net.ipv4.ip_forward=0 >/etc/sysctl.d/50-off.conf");

        CommandOutcome asked = (await host.PwshAsync(
            Import + "(Get-IpForward -AddressFamily IPv4 -Interface all | Select-Object Forwarding, Persistent) | "
            + "ConvertTo-Json -EnumsAsStrings; @((Get-IpForward).Persistent).Count")).EnsureSuccess();

        int end = asked.Output.LastIndexOf('}') + 1;
        using JsonDocument document = JsonDocument.Parse(asked.Output[..end]);
        Assert.Equal("Enabled", document.RootElement.GetProperty("Forwarding").GetString());
        Assert.Equal("Disabled", document.RootElement.GetProperty("Persistent").GetString());
        Assert.True(int.Parse(asked.Output[end..].Trim(), System.Globalization.CultureInfo.InvariantCulture) > 1, asked.ToString());
    }

    private static IEnumerable<string> WithoutComments(string rules) => rules.Split('\n').Where(line => !line.StartsWith('#'));
}
