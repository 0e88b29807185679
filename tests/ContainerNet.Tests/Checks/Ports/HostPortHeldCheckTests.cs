using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

public sealed class HostPortHeldCheckTests
{
    private static HostBuilder Refused() => new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], edit: c => c with
    {
        State = ContainerState.Created,
        ProcessId = 0,
        ExitCode = 128,
        ActivePorts = [],
        Endpoints = [],
        Listeners = null,
        Error = "driver failed programming external connectivity on endpoint web: Error starting userland proxy: "
            + "listen tcp4 0.0.0.0:8080: bind: address already in use",
    });

    [Fact, Fault("CN5004")]
    public void PortHeldByAProcess_NamesIt()
    {
        HostBuilder host = Refused().HostListener(8080, "busybox", 4711);

        Assert.Contains("busybox (process 4711)", host.First("CN5004").Message, StringComparison.Ordinal);
        Assert.Equal("CN5004", host.Has("CN5005").CausedBy);
    }

    [Fact]
    public void PortHeldByAContainer_NamesIt() => Assert.Contains(
        "container old", Refused().Container("old", "172.17.0.3", ["8080:80"]).Has("CN5004").Message, StringComparison.Ordinal);

    [Fact, NearMiss("CN5004")]
    public void ContainerFailedForAnotherReason_IsSilent() => new HostBuilder().HostListener(8080, "busybox", 4711)
        .Container("web", "172.17.0.2", ["8080:80"], edit: c => c with
        {
            State = ContainerState.Created, ActivePorts = [], Endpoints = [], Error = "no such file or directory",
        }).HasNot("CN5004");
}
