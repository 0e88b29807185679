using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>Forwarding goes off, and comes back to stay.</summary>
public sealed class ForwardingRepairTests
{
    private const string Import = "Import-Module /opt/containernet/ContainerNet; ";

    /// <summary>As an administrator types it; the proof is the other machine, and that it lasts.</summary>
    /// <param name="suite">Which Debian.</param>
    [PowerShellLabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task ForwardingOff_RepairHolds_AfterSysctlSystemAndReboot(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        await host.InjectAsync("healthy");
        await host.InjectAsync("forwarding-off");
        Assert.Equal("Container=Open Loopback=Open Host=Open External=Filtered", await StatesAsync(host));

        CommandOutcome repair = (await host.PwshAsync(
            $"{Import} Test-ContainerNet | Repair-ContainerNet -Confirm:$false | Format-List")).EnsureSuccess();

        Assert.True(await host.ClientHttpStatusAsync(8080) == 200, $"the other machine gets no answer{Environment.NewLine}{repair}");
        Assert.Equal("Container=Open Loopback=Open Host=Open External=Open", await StatesAsync(host));

        // It complains about keys that no container may write; what counts is the one that it can.
        await host.RunAsync("sysctl", "--system");
        Assert.Equal(200, await host.ClientHttpStatusAsync(8080));

        await host.RebootAsync();
        Assert.Equal(200, await host.ClientHttpStatusAsync(8080));
    }

    /// <summary>A repair that holds has nothing left to do.</summary>
    [PowerShellLabFact]
    public async Task ForwardingRepaired_SecondRunChangesNothing()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Bookworm);
        await host.InjectAsync("healthy");
        await host.InjectAsync("hardening-file");
        (await host.PwshAsync($"{Import} Test-ContainerNet | Repair-ContainerNet -Confirm:$false")).EnsureSuccess();
        string before = await FilesAsync(host);

        CommandOutcome second = (await host.PwshAsync(
            $"{Import} Test-ContainerNet | Where-Object Severity -ne Info | Repair-ContainerNet -Confirm:$false")).EnsureSuccess();

        Assert.True(await FilesAsync(host) == before, $"the second run changed a file{Environment.NewLine}{second}");
    }

    private static async Task<string> FilesAsync(LabHost host) =>
        (await host.RunAsync("sh", "-c", "grep -rH '' /etc/sysctl.d /etc/sysctl.conf 2>/dev/null; sysctl net.ipv4.ip_forward"))
        .Output;

    private static async Task<string> StatesAsync(LabHost host)
    {
        CommandOutcome states = await host.PwshAsync(
            Import
            + "$port = Get-ContainerPort -Container web | "
            + "Where-Object { $_.HostPort -eq 8080 -and \"$($_.HostAddress)\" -eq '0.0.0.0' }; "
            + "('Container', 'Loopback', 'Host', 'External' | "
            + "ForEach-Object { \"$_=$(($port | Test-ContainerPort -Vantage $_).State)\" }) -join ' '");
        return states.EnsureSuccess().Output.Trim();
    }
}
