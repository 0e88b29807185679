using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

public sealed class FamilyMismatchCheckTests
{
    private static HostBuilder Dual(string[] listens, bool isBoth = true, bool? onlySix = null, string? six = "2001:db8:6::2") => new HostBuilder()
        .Network("six", "br-six", "172.19.0.0/16", subnet6: "2001:db8:6::/64")
        .Container("cache", "172.19.0.2", ["6379:6379"], [], network: "six", edit: c => c with
        {
            Endpoints = [c.Endpoints[0] with { IPv6 = six is null ? null : IPAddress.Parse(six) }],
            ActivePorts = isBoth ? [.. c.ActivePorts, c.ActivePorts[0] with { HostAddress = IPAddress.IPv6Any }] : c.ActivePorts,
            Listeners = [.. listens.Select(IPEndPoint.Parse).Select(l => new ContainerListener
            {
                Protocol = Protocol.Tcp, Address = l.Address, Port = l.Port, ProcessId = 2000, ProcessName = "app",
                OnlyIPv6 = l.Address.Equals(IPAddress.IPv6Any) ? onlySix : null,
            })],
        });

    [Fact, Fault("CN5007")]
    public void IPv4Listener_IsMissedByIPv6()
    {
        Finding finding = Dual(["0.0.0.0:6379"]).Has("CN5007");

        Assert.Equal(("cache", 6379, Severity.Warning), (finding.Container, finding.Port, finding.Severity));
        Assert.Contains("clients of IPv6 to [2001:db8:6::2]:6379", finding.Message, StringComparison.Ordinal);
        Assert.Contains("0.0.0.0:6379", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IPv6OnlyListener_IsMissedByIPv4()
    {
        Assert.Contains("clients of IPv4 to 172.19.0.2:6379", Dual(["[::]:6379"], onlySix: true).Has("CN5007").Message, StringComparison.Ordinal);
        Assert.Contains("clients of IPv4", Dual(["[2001:db8:6::2]:6379"]).Has("CN5007").Message, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN5007")]
    public void BothFamilies_AreServed()
    {
        Dual(["[::]:6379"], onlySix: false).HasNot("CN5007");
        Dual(["[::]:6379"], onlySix: null).HasNot("CN5007");
        Dual(["0.0.0.0:6379", "[::]:6379"], onlySix: true).HasNot("CN5007");
    }

    [Fact]
    public void ContainerWithoutIPv6_IsReachedByTheForwarder() => Dual(["0.0.0.0:6379"], six: null).HasNot("CN5007");

    [Fact]
    public void PublishedForTheFamilyThatIsServed_IsSilent() => Dual(["0.0.0.0:6379"], isBoth: false).HasNot("CN5007");

    [Fact]
    public void LoopbackOnlyOrNothing_IsAnotherFault()
    {
        Dual(["127.0.0.1:6379"]).HasNot("CN5007");
        Dual(["0.0.0.0:80"]).HasNot("CN5007");
    }

    [Fact]
    public void RootlessForwarder_ConnectsByItself() => Dual(["0.0.0.0:6379"]).Engine(e => e with { Rootless = true }).HasNot("CN5007");
}
