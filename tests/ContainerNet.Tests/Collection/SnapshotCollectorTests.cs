using ContainerNet.Checks;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Collection;

public sealed class SnapshotCollectorTests
{
    [Theory]
    [InlineData("docker-20.10")]
    [InlineData("docker-28.5")]
    public async Task RecordedHealthyHost_HasNoFaultAndListenersForEveryContainer(string fixture)
    {
        Snapshot facts = await CollectAsync(RecordedHosts.Load(fixture));
        Assert.True(facts.Has(FactKinds.Engines | FactKinds.Listeners | FactKinds.Settings | FactKinds.Links | FactKinds.Firewall));
        Assert.All(facts.Containers, c => Assert.NotNull(c.Listeners));
        Container web = facts.Containers.Single(c => c.Name == "web");
        Assert.Contains(web.Listeners!, l => l is { Port: 80, Protocol: Protocol.Tcp, IsAny: true });
        Assert.All(web.Listeners!, l => Assert.Equal("web", l.Container));
        Assert.Contains(facts.Chains, c => c.Name == "DOCKER");
        Assert.DoesNotContain(CheckRunner.Run(facts).Findings, f => f.Severity > Severity.Info);
    }

    [Fact]
    public async Task HostThatTellsNothing_IsAllGapsAndNoAllClear()
    {
        Snapshot facts = await CollectAsync(RecordedHost.FromJson("{}"u8, "empty"));
        Assert.False(facts.Has(FactKinds.Engines));
        Assert.False(facts.Has(FactKinds.Firewall));
        Assert.All(facts.Gaps, g => Assert.NotEmpty(g.Reason));
        Diagnosis diagnosis = CheckRunner.Run(facts);
        Assert.DoesNotContain(diagnosis.Findings, f => f.Severity > Severity.Info);
        Assert.NotEmpty(diagnosis.Gaps);
    }

    [Fact]
    public async Task OnlyWhatWasAskedFor_IsRead()
    {
        List<string> told = [];
        SynchronousProgress progress = new(told);
        CollectOptions options = new() { Kinds = FactKinds.Listeners, Progress = progress };
        Snapshot facts = await new SnapshotCollector(RecordedHosts.Load("docker-20.10"), options).CollectAsync(CancellationToken.None);
        Assert.Equal(FactKinds.Listeners | FactKinds.Engines, facts.Collected);
        Assert.Empty(facts.Chains);
        Assert.Empty(facts.Settings);
        Assert.NotEmpty(facts.Containers);
        Assert.Equal(["container engines", "listeners of containers"], told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task KeysThatWereNamed_AreReadToo()
    {
        CollectOptions options = new() { Kinds = FactKinds.Settings, SettingKeys = ["kernel.panic"] };
        Snapshot facts = await new SnapshotCollector(RecordedHosts.Load("docker-20.10"), options).CollectAsync(CancellationToken.None);
        Assert.NotNull(facts.Setting("kernel.panic"));
        Assert.Equal("1", facts.Setting("net.ipv4.ip_forward")?.Value);
        Assert.Contains(facts.Settings, s => s.Key == "net.ipv4.conf.docker0.forwarding");
    }

    [Fact]
    public async Task ListenersThatServeAsTheyShould_AreNamedOnlyOnRequest()
    {
        RecordedHost host = RecordedHosts.Load("docker-20.10");
        Snapshot all = await CollectAsync(host);
        Assert.Contains(all.Containers.Single(c => c.Name == "web").Listeners!, l => l.ProcessName == "httpd");
        Snapshot few = await new SnapshotCollector(host, new CollectOptions { NameEveryListener = false }).CollectAsync(CancellationToken.None);
        Assert.All(few.Containers.Single(c => c.Name == "web").Listeners!, l => Assert.Null(l.ProcessName));
        Assert.Equal(
            all.Containers.SelectMany(c => c.Listeners!).Select(l => (l.Container, l.Port, l.Address)),
            few.Containers.SelectMany(c => c.Listeners!).Select(l => (l.Container, l.Port, l.Address)));
    }

    [Fact]
    public async Task FaultOfThisProgram_IsNoGap()
    {
        SnapshotCollector collector = new(new BrokenHost(), new CollectOptions { Kinds = FactKinds.Engines });
        await Assert.ThrowsAsync<InvalidOperationException>(() => collector.CollectAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Cancellation_EndsTheLook()
    {
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new SnapshotCollector(RecordedHosts.Load("docker-20.10")).CollectAsync(stopped.Token));
    }

    [Theory]
    [InlineData("2020-01-01T00:00:00Z", 2)]
    [InlineData("2040-01-01T00:00:00Z", 1)]
    public async Task ContainerThatBeganMeanwhile_IsALookMore(string now, int looks)
    {
        List<string> told = [];
        CollectOptions options = new() { Kinds = FactKinds.Engines, Progress = new SynchronousProgress(told) };
        Snapshot facts = await new SnapshotCollector(RecordedHosts.LoadAt("docker-20.10", now), options).CollectAsync(CancellationToken.None);
        Assert.Contains(facts.Containers, c => c is { IsRunning: true, StartedAt: not null });
        Assert.Equal(Enumerable.Repeat("container engines", looks), told);
    }

    private static Task<Snapshot> CollectAsync(IHost host) => new SnapshotCollector(host).CollectAsync(CancellationToken.None);

    private sealed class SynchronousProgress(List<string> told) : IProgress<string>
    {
        public void Report(string value)
        {
            lock (told)
            {
                told.Add(value);
            }
        }
    }

    private sealed class BrokenHost : IHost
    {
        public bool IsRoot => true;

        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public string? Variable(string name) => throw new InvalidOperationException("a bug");

        public FileReading ReadFile(string path) => new() { Status = FileStatus.Absent };

        public IReadOnlyList<string>? ListDirectory(string path) => null;

        public string? ReadLink(string path) => null;

        public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => [];
    }
}
