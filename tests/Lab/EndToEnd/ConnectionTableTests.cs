using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>
/// A host whose table of tracked connections fills up. The maximum is one for the whole machine and stays as it is: the host
/// fills its own count.
/// </summary>
public sealed class ConnectionTableTests
{
    private const string Program = "/opt/containernet/cli/containernet";
    private const string Code = "CN1006";
    private const string Fill = "/opt/lab/inside/connections.sh";

    /// <summary>Half is silence, nine tenths a warning, and when it is full nobody gets in.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task Filling_IsWarnedOfAndNamed(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        await host.InjectAsync("healthy");

        (await host.RunAsync(Fill, "50")).EnsureSuccess();
        Assert.Null(await FindingAsync(host));

        (await host.RunAsync(Fill, "93")).EnsureSuccess();
        Assert.Equal("Warning", (await FindingAsync(host))?.Severity);
        Assert.Equal(200, await host.ClientHttpStatusAsync(8080));

        (await host.RunAsync(Fill, "101")).EnsureSuccess();
        ReportedFinding? full = await FindingAsync(host);
        Assert.Equal(("Error", "RootCause", true), (full?.Severity, full?.Role, full?.Repairable));
        Assert.Equal(0, await host.ClientHttpStatusAsync(8080));
        Assert.Matches("since boot\ndrop [1-9]", (await FindingAsync(host))!.EvidenceText);

        // Only the machine's first namespace may change it: the file that was written before is taken back.
        CommandOutcome repair = await host.RunAsync(Program, "repair", "--code", Code);
        Assert.True(repair.ExitStatus == 1 && repair.Output.Contains("could not be set", StringComparison.Ordinal), repair.ToString());
        Assert.Empty((await host.RunAsync("find", "/etc/sysctl.d", "/etc/modules-load.d", "-name", "zz-*")).Output);

        (await host.RunAsync("conntrack", "--flush")).EnsureSuccess();
        Assert.Null(await FindingAsync(host));
        Assert.Equal(200, await host.ClientHttpStatusAsync(8080));
    }

    private static async Task<ReportedFinding?> FindingAsync(LabHost host) =>
        Report.FromDiagnose(await host.RunAsync(Program, "diagnose", "--json")).Findings.FirstOrDefault(f => f.Code == Code);
}
