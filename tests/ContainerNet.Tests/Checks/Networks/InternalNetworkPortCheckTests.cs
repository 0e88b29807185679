using ContainerNet.Findings;

namespace ContainerNet.Checks.Networks;

public sealed class InternalNetworkPortCheckTests
{
    private static HostBuilder Vault() => new HostBuilder().Network("vault", "br-vault", "172.20.0.0/16", isInternal: true);

    [Fact, Fault("CN2006")]
    public void PortOfAnInternalNetwork_IsTold()
    {
        Finding finding = Vault().Container("web", "172.20.0.2", ["8080:80"], network: "vault").First("CN2006");

        Assert.Equal(("web", "vault", 8080), (finding.Container, finding.Network, finding.Port));
    }

    [Fact, NearMiss("CN2006")]
    public void InternalNetworkWithoutPorts_IsSilent() =>
        Vault().Container("db", "172.20.0.2", [], ["5432"], network: "vault").IsHealthy();
}
