using System.Globalization;
using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>Trace-PacketPath as an administrator types it.</summary>
/// <param name="hosts">The hosts.</param>
[Collection(TraceCollection.Name)]
public sealed class TraceCommandTests(TraceHosts hosts)
{
    private const string Import = "Import-Module /opt/containernet/ContainerNet; ";

    /// <summary>The whole cmdlet: rules in words, in less than a second.</summary>
    /// <param name="suite">Which Debian.</param>
    [PowerShellLabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task Cmdlet_TellsTheRule_InLessThanASecond(Suite suite)
    {
        TraceCase line = TraceTable.Find("docker-user-drop");
        LabHost host = await hosts.OfAsync(suite);

        CommandOutcome asked = await TraceHosts.WithAsync(host, line, () => host.PwshAsync(
            Import + "$times = foreach ($run in 1..20) { (Measure-Command { $path = Trace-PacketPath web -Port 8080 }).TotalMilliseconds }; "
            + "\"$($path.Verdict) $($path.DecidingHop.Chain) $($path.DecidingHop.Owner) $($path.DecidingHop.Rule)\"; "
            + "[int]($times | Sort-Object)[10]; $path | Out-String"));

        string[] lines = asked.EnsureSuccess().Output.Split('\n');
        Assert.True(lines[0] == "Dropped DOCKER-USER DockerUser -p tcp -m tcp --dport 80 -j DROP", asked.ToString());
        Assert.True(int.Parse(lines[1], CultureInfo.InvariantCulture) < 1000, asked.ToString());
    }

    /// <summary>Paths of a real client come one by one, and -Count ends it.</summary>
    /// <param name="suite">Which Debian.</param>
    [PowerShellLabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task Wait_TellsPathsAsTheyCome_UntilCount(Suite suite)
    {
        LabHost host = await hosts.OfAsync(suite);
        await using LabProgram shell = host.Start(
            "pwsh", "-NoLogo", "-NoProfile", "-NonInteractive", "-Command",
            Import + "Trace-PacketPath web -Port 8080 -Wait -Count 3 | ForEach-Object { \"$($_.Verdict) $($_.From) $($_.To)\" }");
        await TraceHosts.UntilTracedAsync(host, 1);

        for (int run = 0; run < 3; run++)
        {
            Assert.Equal(200, await host.ClientHttpStatusAsync(8080));
            Assert.Equal($"Delivered {LabHost.ClientAddress} web:80", await shell.ReadLineAsync());
        }

        (await shell.EndAsync(TimeSpan.FromSeconds(10))).EnsureSuccess();
    }

    /// <summary>A flow that never comes is said; nobody waits for ever.</summary>
    [PowerShellLabFact]
    public async Task Wait_NothingComes_EndsWithAWarning()
    {
        LabHost host = await hosts.OfAsync(Suite.Bookworm);
        CommandOutcome asked = await host.PwshAsync(
            Import + "Trace-PacketPath web -Port 8443 -Wait -TimeoutSeconds 1 3>&1 | Out-String -Width 500");
        Assert.True(asked.EnsureSuccess().Output.Contains("No such packet came", StringComparison.Ordinal), asked.ToString());
    }

    /// <summary>An ordinary user gets the error that documentation promises.</summary>
    [PowerShellLabFact]
    public async Task OrdinaryUser_GetsPermissionDenied()
    {
        LabHost host = await hosts.OfAsync(Suite.Bookworm);
        CommandOutcome asked = await host.RunAsync(
            TimeSpan.FromMinutes(1), "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=/tmp", "pwsh",
            "-NoLogo", "-NoProfile", "-NonInteractive", "-Command",
            Import + $"try {{ Trace-PacketPath {LabHost.ClientAddress} -From Host -Port 9 -ErrorAction Stop }} "
            + "catch { $_.FullyQualifiedErrorId }");
        Assert.True(
            asked.Output.Contains("PermissionDenied,", StringComparison.Ordinal), asked.ToString());
    }
}
