namespace ContainerNet.Checks.Host;

public sealed class ForwardingOffIPv6CheckTests
{
    private static HostBuilder WithIPv6(string forwarding) => new HostBuilder()
        .Network("six", "br-six", "172.18.0.0/16", subnet6: "2001:db8:6::/64")
        .Setting("net.ipv6.conf.all.forwarding", forwarding)
        .Container("cache", "172.18.0.2", ["6379:6379"], network: "six");

    [Fact, Fault("CN1003")]
    public void IPv6ForwardingOff_NamesTheNetwork() =>
        Assert.Contains("six", WithIPv6("0").First("CN1003").Message, StringComparison.Ordinal);

    [Fact, NearMiss("CN1003")]
    public void IPv6ForwardingOffWithoutIPv6Networks_IsSilent() =>
        new HostBuilder().Web().Setting("net.ipv6.conf.all.forwarding", "0").HasNot("CN1003");

    [Fact]
    public void IPv6ForwardingOn_IsSilent() => WithIPv6("1").HasNot("CN1003");
}
