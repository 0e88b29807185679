namespace ContainerNet.Checks.Networks;

public sealed class NetworkModeWithoutPortsCheckTests
{
    [Fact, Fault("CN2007")]
    public void HostNetworkWithPorts_SaysWhatApplies() => Assert.Contains("port 80", new HostBuilder()
        .Container("web", "172.17.0.2", ["8080:80"], edit: c => c with { NetworkMode = "host", Endpoints = [], ActivePorts = [] })
        .First("CN2007").Message, StringComparison.Ordinal);

    [Fact, NearMiss("CN2007")]
    public void HostNetworkWithoutPorts_IsSilent() => new HostBuilder()
        .Container("web", "172.17.0.2", [], ["80"], edit: c => c with { NetworkMode = "host", Endpoints = [] }).HasNot("CN2007");
}
