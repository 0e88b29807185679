using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

public sealed class AddressMissingCheckTests
{
    private static HostBuilder Inside(Func<NetworkNamespace, NetworkNamespace> edit, HostBuilder? host = null) =>
        (host ?? new HostBuilder().Web()).With(s => s with { Namespaces = [.. s.Namespaces!.Select(edit)] });

    private static NetworkNamespace WithoutDefault(NetworkNamespace inside) =>
        inside with { Routes = [.. inside.Routes.Where(r => r.Destination.PrefixLength > 0)] };

    [Fact, Fault("CN2003")]
    public void NoDefaultRoute_NamesTheGateway()
    {
        Finding finding = Inside(WithoutDefault).First("CN2003");

        Assert.Equal(("web", "bridge"), (finding.Container, finding.Network));
        Assert.Contains(finding.Evidence, e => e.Value == "172.17.0.0/16 dev eth0");
        Assert.Contains("nsenter --target 1000 --net ip route add default via 172.17.0.1", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void NoAddress_IsToldOnce()
    {
        Diagnosis diagnosis = Inside(n => n with { Addresses = [], Routes = [] }).Diagnose();

        Assert.Contains("has not its address 172.17.0.2", Assert.Single(diagnosis.Findings, f => f.Code == "CN2003").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoIPv6Address_IsAWarning() => Assert.Equal(
        Severity.Warning,
        Inside(n => n, new HostBuilder().Container("web", "172.17.0.2", [], edit: c => c with
        {
            Endpoints = [c.Endpoints[0] with { IPv6 = IPAddress.Parse("2001:db8::2") }],
        })).With(s => s with
        {
            Namespaces = [.. s.Namespaces!.Select(n => n with { Addresses = [.. n.Addresses.Take(1)] })],
        }).Has("CN2003").Severity);

    [Fact, NearMiss("CN2003")]
    public void WayOutThatWasNeverPromised_IsSilent()
    {
        new HostBuilder().Web().HasNot("CN2003");

        HostBuilder closed = new HostBuilder().Network("vault", "br-vault", "172.20.0.0/16", isInternal: true)
            .Container("safe", "172.20.0.2", [], network: "vault");
        Inside(WithoutDefault, closed).HasNot("CN2003");
        Inside(WithoutDefault).With(s => s with { Networks = [.. s.Networks.Select(n => n with { GatewayModeIPv4 = "isolated" })] })
            .HasNot("CN2003");
        Inside(WithoutDefault).With(s => s with { Networks = [.. s.Networks.Select(n => n with { Driver = "macvlan", Bridge = null })] })
            .HasNot("CN2003");
    }

    [Theory]
    [InlineData("0.0.0.0/1", "unicast", 254)]
    [InlineData("0.0.0.0/0", "unicast", 100)]
    [InlineData("0.0.0.0/0", "unreachable", 254)]
    public void OtherWayOut_IsSilent(string destination, string type, int table) => Inside(n => WithoutDefault(n) with
    {
        Routes = [.. WithoutDefault(n).Routes, HostBuilder.RouteOf(destination, 3) with { Type = type, Table = table }],
    }).HasNot("CN2003");

    [Fact]
    public void NoNetworkOrNotRead_ProvesNothing()
    {
        new HostBuilder().Container("web", "172.17.0.2", [], edit: c => c with { NetworkMode = "none", Endpoints = [] }).HasNot("CN2003");
        Inside(WithoutDefault).With(s => s with { Namespaces = null }).HasNot("CN2003");
        Inside(WithoutDefault).With(s => s with { Namespaces = [] }).HasNot("CN2003");
    }
}
