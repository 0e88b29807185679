using ContainerNet.Findings;

namespace ContainerNet.Checks.Host;

public sealed class RouteLocalnetOffCheckTests
{
    private static HostBuilder Off(string own = "0", string all = "0", bool proxy = false, string[]? ports = null) => new HostBuilder()
        .Container("web", "172.17.0.2", ports ?? ["8080:80"]).Docker("26.1.5", o => o with { UserlandProxy = proxy })
        .Setting("net.ipv4.conf.docker0.route_localnet", own).Setting("net.ipv4.conf.all.route_localnet", all);

    [Fact, Fault("CN1007")]
    public void BridgeDoesNotRouteLoopback_NamesThePort()
    {
        Finding finding = Off().First("CN1007");

        Assert.Equal(("docker0", "web", 8080, Severity.Warning), (finding.Interface, finding.Container, finding.Port, finding.Severity));
        Assert.StartsWith("sysctl -w net.ipv4.conf.docker0.route_localnet=1\n", finding.Remedy, StringComparison.Ordinal);
        Assert.True(finding.Repairable);
    }

    [Fact]
    public void PortOnLoopbackAlone_IsAnError() => Assert.Equal(Severity.Error, Off(ports: ["127.0.0.1:8080:80"]).First("CN1007").Severity);

    [Fact, NearMiss("CN1007")]
    public void WhatNeedsItNot_IsSilent()
    {
        Off(proxy: true).HasNot("CN1007");
        Off(own: "1").HasNot("CN1007");
        Off(all: "1").HasNot("CN1007");
        Off(ports: ["192.0.2.1:8080:80"]).HasNot("CN1007");
        Off(ports: []).HasNot("CN1007");
        Off().Docker("29.0.0", o => o with { Iptables = false }).HasNot("CN1007");
        Off().Engine(e => e with { FirewallBackend = "nftables" }).HasNot("CN1007");
        Off().With(s => s with { Networks = [.. s.Networks.Select(n => n with { GatewayModeIPv4 = "routed" })] }).HasNot("CN1007");
    }

    [Fact]
    public void OptionsOrSettingsNotRead_ProveNothing()
    {
        Off().Docker("26.1.5", o => o with { Known = false }).HasNot("CN1007");
        Off().Setting("net.ipv4.conf.docker0.route_localnet", null).HasNot("CN1007");
        Off().Setting("net.ipv4.conf.all.route_localnet", null).HasNot("CN1007");
    }
}
