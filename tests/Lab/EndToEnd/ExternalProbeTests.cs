using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>The other machine that a probe makes for itself meets the rules that a real client meets.</summary>
public sealed class ExternalProbeTests
{
    private const string Rule = "-i host0 -p tcp --dport 80 -j DROP";

    /// <summary>Docker's own pattern for closing a container to the outside names the uplink. The measure is the real client.</summary>
    /// <param name="suite">Which Debian.</param>
    /// <param name="firewalld">Whether firewalld runs too.</param>
    [PowerShellLabTheory]
    [InlineData(Suite.Bookworm, true)]
    [InlineData(Suite.Trixie, true)]
    [InlineData(Suite.Forky, true)]
    [InlineData(Suite.Bookworm, false)]
    public async Task RuleForTheUplink_DropsTheProbeAsItDropsAClient(Suite suite, bool firewalld)
    {
        await using LabHost host = await StartAsync(suite, firewalld);
        CommandOutcome open = await TestAsync(host, 8080);
        Assert.True(open.Output.StartsWith("Open ", StringComparison.Ordinal), open.ToString());

        (await host.RunAsync(["iptables", "-I", "DOCKER-USER", .. Rule.Split(' ')])).EnsureSuccess();
        Assert.Equal(0, await host.ClientHttpStatusAsync(8080));
        CommandOutcome filtered = await TestAsync(host, 8080);
        Assert.True(filtered.Output.StartsWith("Filtered ", StringComparison.Ordinal), filtered.ToString());
        Assert.Contains("came in by host0", filtered.Output, StringComparison.Ordinal);

        // A port that the rule does not name stays open.
        CommandOutcome other = await TestAsync(host, 3000);
        Assert.True(other.Output.StartsWith("Open ", StringComparison.Ordinal), other.ToString());
        await AssertNothingIsLeftAsync(host);
    }

    /// <summary>Where the uplink is in a zone of its own, the probe meets that zone without being bound to it.</summary>
    /// <param name="suite">Which Debian.</param>
    [PowerShellLabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task ZoneOfTheUplink_RejectsThePortThatItDoesNotOpen(Suite suite)
    {
        await using LabHost host = await StartAsync(suite, firewalld: true);
        await host.InjectAsync("host-network-closed");
        (await host.RunAsync("firewall-cmd", "--zone=dmz", "--change-interface=host0")).EnsureSuccess();
        CommandOutcome closed = await TraceAsync(host, 9000);
        Assert.True(closed.Output.StartsWith("Rejected dmz", StringComparison.Ordinal), closed.ToString());

        (await host.RunAsync("firewall-cmd", "--zone=dmz", "--add-port=9000/tcp")).EnsureSuccess();
        CommandOutcome open = await TraceAsync(host, 9000);
        Assert.True(open.Output.StartsWith("Delivered", StringComparison.Ordinal), open.ToString());
        await AssertNothingIsLeftAsync(host);
    }

    /// <summary>A strict filter would drop what a real client's packet is not dropped for: the probe keeps to its cable.</summary>
    [PowerShellLabFact]
    public async Task StrictReversePathFilter_IsNotTakenForAFault()
    {
        await using LabHost host = await StartAsync(Suite.Trixie, firewalld: false);
        (await host.RunAsync("sysctl", "-w", "net.ipv4.conf.host0.rp_filter=1")).EnsureSuccess();
        CommandOutcome open = await TestAsync(host, 8080);
        Assert.True(open.Output.StartsWith("Open ", StringComparison.Ordinal), open.ToString());

        (await host.RunAsync("sysctl", "-w", "net.ipv4.conf.host0.forwarding=0")).EnsureSuccess();
        CommandOutcome filtered = await TestAsync(host, 8080);
        Assert.Contains("the reverse path filter of host0 is strict", filtered.Output, StringComparison.Ordinal);
    }

    private static async Task<LabHost> StartAsync(Suite suite, bool firewalld)
    {
        LabHost host = await LabHost.StartAsync(suite, firewalld);
        if (firewalld)
        {
            await host.InjectAsync("docker-knows-firewalld");
        }

        await host.InjectAsync("healthy");
        return host;
    }

    private static async Task<CommandOutcome> TestAsync(LabHost host, int port) => (await host.PwshAsync(
        "Import-Module /opt/containernet/ContainerNet; "
        + $"Get-ContainerPort | Where-Object HostPort -eq {port} | Test-ContainerPort -Vantage External | "
        + $"Where-Object {{ \"$($_.RemoteAddress)\" -eq '{LabHost.Address}' }} | "
        + "ForEach-Object { \"$($_.State) $($_.Detail)\" }")).EnsureSuccess();

    private static async Task<CommandOutcome> TraceAsync(LabHost host, int port) => (await host.PwshAsync(
        "Import-Module /opt/containernet/ContainerNet; "
        + $"Trace-PacketPath {LabHost.Address} -Port {port} | "
        + "ForEach-Object { \"$($_.Verdict) $($_.DecidingHop.Zone) $($_.Message)\" }")).EnsureSuccess();

    private static async Task AssertNothingIsLeftAsync(LabHost host)
    {
        string links = (await host.RunAsync("ip", "-br", "link")).Output;
        string uplink = (await host.RunAsync("tc", "qdisc", "show", "dev", "host0")).Output;
        Assert.DoesNotContain("cnprobe", links, StringComparison.Ordinal);
        Assert.DoesNotContain("clsact", uplink, StringComparison.Ordinal);
        Assert.DoesNotContain("ingress", uplink, StringComparison.Ordinal);
    }
}
