using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

public sealed class SubnetOverlapCheckTests
{
    private const int Tunnel = 50;

    private static HostBuilder Routed(
        string destination, string? gateway = null, int table = 254, string type = "unicast", bool web = true, params RoutingRule[] rules) =>
        (web ? new HostBuilder().Web() : new HostBuilder()).With(s => s with
        {
            Links = [.. s.Links, new Link { Index = Tunnel, Name = "tun0", Kind = gateway is null ? "tun" : "", IsUp = true, HasCarrier = true }],
            Routes = [.. s.Routes, HostBuilder.RouteOf(destination, type == "unicast" ? Tunnel : 0, gateway) with { Table = table, Type = type }],
            RoutingRules = rules,
        });

    private static RoutingRule Rule(int priority, int table) => new() { Priority = priority, Family = AddressFamily.IPv4, Table = table };

    [Theory, Fault("CN2004")]
    [InlineData("172.17.0.0/24", "unicast")]
    [InlineData("172.17.0.2/32", "unicast")]
    [InlineData("172.17.0.0/24", "blackhole")]
    public void RouteThatTakesContainersAddresses_NamesThem(string destination, string type)
    {
        Finding finding = Routed(destination, type: type).First("CN2004");

        Assert.Equal((Severity.Error, "web", "bridge"), (finding.Severity, finding.Container, finding.Network));
        Assert.Contains("what is sent to web", finding.Message, StringComparison.Ordinal);
        Assert.Contains(finding.Evidence, e => e.Value.Contains(destination, StringComparison.Ordinal));
    }

    [Fact]
    public void RangeOfATunnelAroundTheNetwork_ShadowsMachines()
    {
        Finding finding = Routed("172.16.0.0/12").First("CN2004");

        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("machines there with an address in 172.17.0.0/16 cannot be reached", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MachineSeenInTheShadow_IsAnError() => Assert.Equal(
        Severity.Error,
        Routed("172.16.0.0/12").With(s => s with
        {
            Neighbours = [new() { LinkIndex = Tunnel, Address = IPAddress.Parse("172.17.3.4"), HardwareAddress = "02:00:00:00:00:01" }],
        }).First("CN2004").Severity);

    [Fact]
    public void NoContainerThereYet_IsAWarning() => Assert.Equal(Severity.Warning, Routed("172.17.9.0/24").First("CN2004").Severity);

    [Fact]
    public void LargerRangeByAGateway_MayBeAnAddressPlan() =>
        Assert.Equal(Severity.Info, Routed("172.16.0.0/12", gateway: "192.0.2.9").Has("CN2004").Severity);

    [Fact]
    public void TableThatRulesAskFirst_Counts()
    {
        Assert.Equal(Severity.Error, Routed("172.17.0.0/24", table: 100, rules: [Rule(100, 100), Rule(32766, 254)]).First("CN2004").Severity);
        Assert.Equal(
            Severity.Warning,
            Routed("172.17.0.0/24", table: 100, rules: [Rule(100, 100) with { MarkMask = 1, Mark = 1 }, Rule(32766, 254)]).First("CN2004").Severity);
    }

    [Fact, NearMiss("CN2004")]
    public void RoutesThatShareNothing_AreSilent()
    {
        new HostBuilder().Web().HasNot("CN2004");
        Routed("172.18.0.0/16").HasNot("CN2004");
        Routed("0.0.0.0/0", gateway: "192.0.2.9").HasNot("CN2004");
        Routed("0.0.0.0/1").HasNot("CN2004");
        Routed("172.17.0.0/24").With(s => s with { Routes = [.. s.Routes.Select(r => r.LinkIndex == Tunnel ? r with { IsDead = true } : r)] })
            .HasNot("CN2004");
    }

    [Fact]
    public void RouteIntoTheNetworkByItsOwnBridge_IsSilent() => new HostBuilder().Web()
        .With(s => s with { Routes = [.. s.Routes, HostBuilder.RouteOf("172.17.8.0/24", 10, "172.17.0.2")] }).HasNot("CN2004");

    [Fact]
    public void TableThatNobodyAsksFirst_IsSilent()
    {
        Routed("172.17.0.0/24", table: 100).HasNot("CN2004");
        Routed("172.17.0.0/24", table: 100, rules: [Rule(32766, 254), Rule(32800, 100)]).HasNot("CN2004");
        Routed("172.17.0.0/24", table: 100).With(s => s with { RoutingRules = null }).HasNot("CN2004");
    }

    [Fact]
    public void WorseMetric_ShadowsAndDoesNotTake() => Assert.Contains(
        "cannot be reached from this host",
        Routed("172.17.0.0/16").With(s => s with
        {
            Routes = [.. s.Routes.Select(r => r.LinkIndex == Tunnel ? r with { Metric = 100 } : r)],
        }).Has("CN2004").Message,
        StringComparison.Ordinal);
}
