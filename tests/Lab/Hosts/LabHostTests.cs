using System.Diagnostics;
using System.Globalization;

namespace ContainerNet.Lab.Hosts;

/// <summary>The lab itself: what the other tests take for granted.</summary>
public sealed class LabHostTests
{
    /// <summary>Five containers, eight ports, and the other machine reaches them.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task Healthy_ClientReachesEveryPort_AlsoAfterReboot(Suite suite)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        await host.InjectAsync("healthy");
        await AssertReachableAsync(host);

        await host.RebootAsync();
        await AssertReachableAsync(host);
    }

    /// <summary>The end of the stream is all that a killed test runner leaves, and it is enough.</summary>
    [LabFact]
    public async Task StreamEnds_NothingIsLeft()
    {
        LabHost host = await LabHost.StartAsync(Suite.Bookworm);
        int init = host.InitPid;
        Assert.True(Directory.Exists(StateOf(host)), "a running host has a state folder");

        await host.DisposeAsync();

        Assert.False(Directory.Exists(StateOf(host)), "the state folder is still there");
        Assert.False(File.Exists($"/run/netns/cn-{host.Name}"), "the client's namespace is still there");
        Assert.False(IsAlive(init), "process 1 of the host is still there");
    }

    /// <summary>Not even lab.sh itself needs to live long enough to clean up.</summary>
    [LabFact]
    public async Task ScriptIsKilled_HostDies()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Bookworm);
        string serve = await File.ReadAllTextAsync(Path.Combine(StateOf(host), "serve"));
        using Process script = Process.GetProcessById(
            int.Parse(serve.Split(' ')[0], CultureInfo.InvariantCulture));

        script.Kill();

        DateTime limit = DateTime.UtcNow.AddSeconds(10);
        while (IsAlive(host.InitPid))
        {
            Assert.True(DateTime.UtcNow < limit, "process 1 of the host outlives the script by ten seconds");
            await Task.Delay(20);
        }

        // Takes away what was not a process.
        (await Command.RunAsync([LabRequirements.Script, "down", host.Name], TimeSpan.FromSeconds(20))).EnsureSuccess();
        Assert.False(Directory.Exists(StateOf(host)), "the state folder is still there");
    }

    /// <summary>A command that hangs fails its test; it does not hang the suite.</summary>
    [LabFact]
    public async Task CommandHangs_TimesOutWithItsOutput()
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Bookworm);

        TimeoutException thrown = await Assert.ThrowsAsync<TimeoutException>(
            () => host.RunAsync(TimeSpan.FromSeconds(1), "sh", "-c", "echo so far; exec sleep 60"));

        Assert.Contains("so far", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task AssertReachableAsync(LabHost host)
    {
        foreach (int port in (int[])[8080, 8443, 3000, 3001, 5432, 6379, 6380])
        {
            Assert.Equal(200, await host.ClientHttpStatusAsync(port));
        }

        CommandOutcome lookup = await host.ClientAsync(
            "busybox", "nslookup", "lab.example", $"{LabHost.Address}:5353");
        Assert.True(lookup.Output.Contains("192.0.2.53", StringComparison.Ordinal), lookup.ToString());
    }

    private static string StateOf(LabHost host) => Path.Combine("/run/containernet-lab", host.Name);

    private static bool IsAlive(int pid)
    {
        try
        {
            // A zombie is dead, whoever has yet to take note of it.
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
