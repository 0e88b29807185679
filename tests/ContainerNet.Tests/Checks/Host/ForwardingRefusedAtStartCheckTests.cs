using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Repairs;

namespace ContainerNet.Checks.Host;

public sealed class ForwardingRefusedAtStartCheckTests
{
    private static HostBuilder Docker29(string backend) => new HostBuilder().Docker("29.0.1")
        .Engine(e => e with { FirewallBackend = backend }).NoChains();

    [Fact, Fault("CN1011")]
    public void NftablesBackendWithoutAFile_WillRefuseToStart() => Docker29("nftables").Has("CN1011");

    [Fact]
    public void Repair_WritesTheFile()
    {
        Snapshot facts = Docker29("nftables").Build();
        Finding finding = Diagnoser.Run(facts).Findings.Single(f => f.Code == "CN1011");
        RepairPlan plan = RepairPlanner.Plan(finding, facts)!;

        Assert.True(finding.Repairable);
        Assert.Equal(("CN1011", finding.Subject), (plan.Code, plan.Subject));
        Assert.EndsWith("\nnet.ipv4.ip_forward = 1\n", Assert.IsType<FileStep>(plan.Steps[^1]).Content, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN1011")]
    public void IptablesBackend_TurnsItOnByItself() => Docker29("iptables").HasNot("CN1011");

    [Fact]
    public void NftablesBackendWithAFile_IsSilent() => Docker29("nftables")
        .Setting("net.ipv4.ip_forward", "1", "/etc/sysctl.d/a.conf:1=1", "/etc/sysctl.d/a.conf:1=1").HasNot("CN1011");
}
