using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

public sealed class ContainerNotRunningCheckTests
{
    private static HostBuilder In(ContainerState state, params string[] ports) => new HostBuilder()
        .Container("web", "172.17.0.2", ports, edit: c => c with { State = state, ActivePorts = [], Endpoints = [], Listeners = null });

    [Fact, Fault("CN5005")]
    public void StoppedWithPorts_NamesPortsAndStatus()
    {
        Finding finding = In(ContainerState.Exited, "8080:80").First("CN5005");

        Assert.Equal(("web", 8080), (finding.Container, finding.Port));
        Assert.Contains("8080/tcp", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StoppedWhileItsUnitIsActive_NamesTheUnit() => Assert.Contains(
        "web.service says active",
        In(ContainerState.Exited, "8080:80").With(s => s with { ContainerUnits = [new ContainerUnit { Name = "web.service", ActiveState = "active", SubState = "exited", Command = ["/usr/bin/docker", "start", "web"] }] }).First("CN5005").Message,
        StringComparison.Ordinal);

    [Fact]
    public void StoppedAndReplaced_IsWorthKnowingOnly() => Assert.Equal(
        Severity.Info,
        In(ContainerState.Exited, "8080:80").Container("new", "172.17.0.3", ["8080:80"]).Has("CN5005").Severity);

    [Fact, NearMiss("CN5005")]
    public void StoppedWithoutPorts_IsHealthy() => In(ContainerState.Exited).IsHealthy();

    [Fact]
    public void Unhealthy_IsAWarning() => Assert.Equal(Severity.Warning, new HostBuilder()
        .Container("web", "172.17.0.2", ["8080:80"], edit: c => c with { Health = "unhealthy" }).First("CN5005").Severity);
}
