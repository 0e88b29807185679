using System.Text;

namespace ContainerNet.Hosting;

public sealed class RecordedHostTests
{
    [Fact]
    public async Task Recording_AnswersAsTheHostDid()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.In("binary"), [0, 255, 10]);
        File.WriteAllText(folder.In("text"), "käse\n");
        using LinuxHost live = new(folder.Path);
        RecordingHost recording = new(live);
        foreach (string path in new[] { "/binary", "/text", "/none", "/" })
        {
            recording.ReadFile(path);
        }

        recording.ListDirectory("/");
        recording.KindOf("/text");
        await recording.RunAsync(CommandLine.Of("sh", "-c", "echo out; echo err >&2; exit 4"), CancellationToken.None);
        await Assert.ThrowsAsync<ContainerNetException>(
            () => recording.RunAsync(CommandLine.Of("no-such-program"), CancellationToken.None));

        RecordedHost played = RecordedHost.FromJson(recording.ToJson(), "test");
        Assert.Equal([0, 255, 10], played.ReadFile("/binary").Content);
        Assert.Equal("käse\n", played.ReadFile("/text").Text);
        Assert.Equal(FileStatus.Absent, played.ReadFile("/none").Status);
        Assert.Equal(FileStatus.Unreadable, played.ReadFile("/").Status);
        Assert.Equal(["binary", "text"], played.ListDirectory("/")!.Order(StringComparer.Ordinal));
        Assert.Equal((FileKind.File, null), (played.KindOf("/text"), played.KindOf("/binary")));
        CommandResult run = await played.RunAsync(CommandLine.Of("sh", "-c", "echo out; echo err >&2; exit 4"), CancellationToken.None);
        Assert.Equal((4, "out\n", "err\n"), (run.ExitCode, run.Output, run.Error));
        Assert.Equal((live.IsRoot, recording.Now), (played.IsRoot, played.Now));
    }

    [Fact]
    public async Task WhatWasNeverAsked_IsNotThere()
    {
        RecordedHost host = RecordedHost.FromJson("{}"u8, "test");
        Assert.Equal(FileStatus.Absent, host.ReadFile("/etc/passwd").Status);
        Assert.Null(host.ListDirectory("/"));
        Assert.Null(host.ReadLink("/x"));
        Assert.Empty(host.DumpRoute(18, [0, 0]));
        ContainerNetException tool = await Assert.ThrowsAsync<ContainerNetException>(
            () => host.RunAsync(CommandLine.Of("nft"), CancellationToken.None));
        ContainerNetException socket = await Assert.ThrowsAsync<ContainerNetException>(
            () => host.GetAsync("/run/docker.sock", "/_ping", TimeSpan.Zero, CancellationToken.None));
        Assert.Equal((Problem.ToolMissing, Problem.EngineUnreachable), (tool.Problem, socket.Problem));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"Files\": 3}")]
    public void SomethingElse_IsUnreadable(string json) =>
        Assert.Equal(
            Problem.SnapshotUnreadable,
            Assert.Throws<ContainerNetException>(() => RecordedHost.FromJson(Encoding.UTF8.GetBytes(json), "x")).Problem);

    [Fact]
    public async Task EnvironmentOfAContainer_IsNotKept()
    {
        using TemporaryFolder folder = new();
        await using UnixServer server = new(folder.In("s"), UnixServer.Json(_ =>
            """{"Id":"a","Config":{"Image":"db","Env":["PASSWORD=hunter2"],"Cmd":["--token","hunter2"]},"Args":["hunter2"]}"""));
        using LinuxHost live = new(folder.Path);
        RecordingHost recording = new(live);
        HttpReply reply = await recording.GetAsync("/s", "/containers/a/json", TimeSpan.FromSeconds(5), CancellationToken.None);
        Assert.Contains("hunter2", Encoding.UTF8.GetString(reply.Body), StringComparison.Ordinal);
        string kept = Encoding.UTF8.GetString(recording.ToJson());
        Assert.DoesNotContain("hunter2", kept, StringComparison.Ordinal);
        Assert.Contains("Image", kept, StringComparison.Ordinal);
    }
}
