using System.Diagnostics;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>Bad days of engines: every one is a gap with a reason and a remedy, none a crash, a hang or an all-clear.</summary>
public sealed class EngineReaderTests
{
    [Fact]
    public async Task NoSocket_IsAGap()
    {
        Gap gap = await GapAsync(new EngineHost());
        Assert.Equal("no engine socket found", gap.Reason);
        Assert.False(gap.Partial);
    }

    [Fact]
    public async Task NameThatNoEngineHas_IsAGap()
    {
        Gap gap = await GapAsync(EngineHost.WithEmptyDocker(), "podman*");
        Assert.Contains("podman*", gap.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Problem.EngineUnreachable, "systemctl start docker")]
    [InlineData(Problem.PermissionDenied, "Run as root, or join the group docker")]
    [InlineData(Problem.TimedOut, "journalctl")]
    [InlineData(Problem.EngineReplyInvalid, "journal")]
    public async Task EngineThatDoesNotAnswer_IsAGapWithWhatToDo(Problem problem, string remedy)
    {
        foreach (string path in new[] { "/_ping", "/info", "/networks", "/containers/json?all=1" })
        {
            Gap gap = await GapAsync(EngineHost.WithEmptyDocker().Fails(path, problem));
            Assert.Equal((FactKinds.Engines, false), (gap.Facts, gap.Partial));
            Assert.Contains(remedy, gap.Remedy, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/_ping", "oops", 500)]
    [InlineData("/info", """{"message":"oops"}""", 500)]
    [InlineData("/networks", "{}", 200)]
    [InlineData("/networks", "[{", 200)]
    [InlineData("/containers/json?all=1", "null", 200)]
    [InlineData("/info", "[]", 200)]
    [InlineData("/info", "<html>", 200)]
    public async Task ReplyThatIsNotTheApi_IsAGap(string path, string body, int status)
    {
        Gap gap = await GapAsync(EngineHost.WithEmptyDocker().Reply(path, body, status));
        Assert.Equal("docker at /run/docker.sock", gap.Source);
        Assert.False(gap.Partial);
    }

    [Fact]
    public async Task OneEngineOfTwoFails_LeavesTheOthersFacts()
    {
        EngineHost host = EngineHost.WithEmptyDocker().Socket("/run/podman/podman.sock");
        Reading<EngineFacts> both = await EngineReader.ReadAsync(host, null, CancellationToken.None);
        Assert.Equal(2, both.Value.Engines.Count);

        using TemporaryFolder folder = new();
        await using UnixServer server = new(folder.In("run/docker.sock"), UnixServer.Json(path => path switch
        {
            _ when path.EndsWith("/networks", StringComparison.Ordinal) => "[]",
            _ when path.EndsWith("all=1", StringComparison.Ordinal) => "[]",
            _ => "{}",
        }));
        Directory.CreateDirectory(folder.In("run/podman"));
        File.WriteAllText(folder.In("run/podman/podman.sock"), "no socket at all");
        using LinuxHost rooted = new(folder.Path);
        Reading<EngineFacts> reading = await EngineReader.ReadAsync(rooted, null, CancellationToken.None);
        Assert.Equal("docker", Assert.Single(reading.Value.Engines).Name);
        Gap gap = Assert.Single(reading.Gaps);
        Assert.True(gap.Partial);
        Assert.Contains("podman", gap.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EngineThatHangs_IsGivenUpWithinItsLimit()
    {
        using TemporaryFolder folder = new();
        await using UnixServer server = new(
            folder.In("run/docker.sock"), (_, _, cancellationToken) => Task.Delay(-1, cancellationToken));
        using LinuxHost host = new(folder.Path);
        Stopwatch watch = Stopwatch.StartNew();
        Gap gap = await GapAsync(host);
        Assert.Contains("did not answer", gap.Reason, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task EngineThatAnswersSlowly_IsGivenUpAsAWhole()
    {
        using TemporaryFolder folder = new();
        await using UnixServer server = new(folder.In("run/docker.sock"), async (path, socket, cancellationToken) =>
        {
            await Task.Delay(2000, cancellationToken);
            string list = string.Join(',', Enumerable.Range(0, 200).Select(n => $$"""{"Id":"{{n:x64}}"}"""));
            await UnixServer.SendAsync(socket, UnixServer.Http(path.Contains("all=1", StringComparison.Ordinal) ? $"[{list}]" : "{}"));
        });
        using LinuxHost host = new(folder.Path);
        Stopwatch watch = Stopwatch.StartNew();
        await GapAsync(host);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task StoppedDaemonBehindAnActivatedSocket_IsNotWokenUp()
    {
        EngineHost host = EngineHost.WithEmptyDocker().File("/proc/1/comm", "systemd\n").File("/proc/77/comm", "sshd\n");
        Gap gap = await GapAsync(host);
        Assert.Contains("does not run", gap.Reason, StringComparison.Ordinal);
        Assert.Empty(host.Asked);
    }

    [Fact]
    public async Task DaemonWithoutItsPidFile_IsFoundAmongTheProcesses()
    {
        EngineHost host = EngineHost.WithEmptyDocker()
            .File("/proc/1/comm", "systemd\n").File("/proc/77/comm", "dockerd\n")
            .File("/proc/77/cmdline", "dockerd\0--iptables=false\0");
        Reading<EngineFacts> reading = await EngineReader.ReadAsync(host, null, CancellationToken.None);
        ContainerEngine engine = Assert.Single(reading.Value.Engines);
        Assert.Equal(77, engine.ProcessId);
        Assert.False(engine.Options.Iptables);
    }

    [Fact]
    public async Task EngineOfAnotherMachine_IsLeftAsideAndSaid()
    {
        EngineHost host = EngineHost.WithEmptyDocker().Set("DOCKER_HOST", "ssh://admin:secret@far.example");
        Reading<EngineFacts> reading = await EngineReader.ReadAsync(host, null, CancellationToken.None);
        Gap gap = Assert.Single(reading.Gaps);
        Assert.Equal(("DOCKER_HOST", true), (gap.Source, gap.Partial));
        Assert.DoesNotContain("secret", gap.ToString(), StringComparison.Ordinal);
    }

    private static async Task<Gap> GapAsync(IHost host, string? pattern = null)
    {
        Reading<EngineFacts> reading = await EngineReader.ReadAsync(host, pattern, CancellationToken.None);
        Assert.Empty(reading.Value.Engines);
        Gap gap = Assert.Single(reading.Gaps);
        Assert.NotEmpty(gap.Reason);
        Assert.NotEmpty(gap.Remedy);
        return gap;
    }
}
