using ContainerNet.Findings;

namespace ContainerNet.Checks.Ports;

public sealed class AcceptQueueFullCheckTests
{
    private static HostBuilder Queue(int waiting, int? backlog) => new HostBuilder().Container(
        "web", "172.17.0.2", ["8080:80"], ["80"],
        edit: c => c with { Listeners = [.. c.Listeners!.Select(l => l with { Waiting = waiting, Backlog = backlog, ProcessName = "httpd" })] });

    [Fact, Fault("CN5010")]
    public void MoreWaitThanTheBacklog_NamesTheProcess()
    {
        Finding finding = Queue(129, 128).First("CN5010");

        Assert.Equal(("web", 8080, Severity.Error), (finding.Container, finding.Port, finding.Severity));
        Assert.Contains("129 connections wait for httpd to accept them, and its backlog is 128", finding.Message, StringComparison.Ordinal);
    }

    [Theory, NearMiss("CN5010")]
    [InlineData(128, 128)]
    [InlineData(0, 0)]
    [InlineData(5, 4096)]
    public void RoomLeft_IsSilent(int waiting, int backlog) => Queue(waiting, backlog).IsHealthy();

    [Fact]
    public void BacklogNotRead_ProvesNothing() => Queue(500, null).HasNot("CN5010");

    [Fact]
    public void PortThatNobodyPublishes_IsNotAsked() => new HostBuilder().Container(
        "web", "172.17.0.2", ["8080:80"], ["80", "90"],
        edit: c => c with { Listeners = [.. c.Listeners!.Select(l => l.Port == 90 ? l with { Waiting = 9, Backlog = 1 } : l)] }).IsHealthy();
}
