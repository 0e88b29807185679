using System.Net;
using ContainerNet.Findings;

namespace ContainerNet.Checks.Networks;

public sealed class BridgeAddressLostCheckTests
{
    private static HostBuilder Without(string address, HostBuilder? host = null) => (host ?? new HostBuilder().Web()).With(s => s with
    {
        Addresses = [.. s.Addresses.Where(a => a.Address.ToString() != address)],
    });

    [Fact, Fault("CN2008")]
    public void GatewayAddressGone_NamesItAndTheManager()
    {
        Finding finding = Without("172.17.0.1", new HostBuilder().Web().Unit("NetworkManager.service", 30)).First("CN2008");

        Assert.Equal((Severity.Error, "docker0"), (finding.Severity, finding.Interface));
        Assert.StartsWith("ip address add 172.17.0.1/16 dev docker0\n", finding.Remedy, StringComparison.Ordinal);
        Assert.Contains("nmcli device set docker0 managed no", finding.Remedy, StringComparison.Ordinal);
        Assert.Contains(finding.Evidence, e => e.Source == "systemctl show NetworkManager.service");
    }

    [Fact]
    public void ForeignAddress_IsSaid() => Assert.Contains(
        "but 10.1.2.3/24",
        Without("172.17.0.1").With(s => s with
        {
            Addresses = [.. s.Addresses, new() { LinkIndex = 10, Address = IPAddress.Parse("10.1.2.3"), PrefixLength = 24 }],
        }).First("CN2008").Message,
        StringComparison.Ordinal);

    [Fact]
    public void OnlyIPv6OrNoMember_IsAWarning()
    {
        Assert.Equal(Severity.Warning, Without("2001:db8:7::1", new HostBuilder()
            .Network("six", "br-six", "172.21.0.0/16", subnet6: "2001:db8:7::/64").Container("a", "172.21.0.2", [], network: "six")).First("CN2008").Severity);
        Assert.Equal(Severity.Warning, Without("172.17.0.1", new HostBuilder()).First("CN2008").Severity);
    }

    [Fact, NearMiss("CN2008")]
    public void AddressThatIsThereOrWasNeverPromised_IsSilent()
    {
        new HostBuilder().Web().Unit("NetworkManager.service", 30).HasNot("CN2008");
        new HostBuilder().Web().With(s => s with
        {
            Addresses = [.. s.Addresses, new() { LinkIndex = 10, Address = IPAddress.Parse("10.1.2.3"), PrefixLength = 24 }],
        }).HasNot("CN2008");
        Without("172.17.0.1").With(s => s with { Networks = [.. s.Networks.Select(n => n with { GatewayModeIPv4 = "isolated" })] })
            .HasNot("CN2008");
        Without("172.17.0.1").With(s => s with
        {
            Networks = [.. s.Networks.Select(n => n with
            {
                Options = new Dictionary<string, string> { ["com.docker.network.bridge.inhibit_ipv4"] = "true" },
            })],
        }).HasNot("CN2008");
        Without("172.17.0.1").Engine(e => e with { Rootless = true }).HasNot("CN2008");
    }

    [Fact]
    public void BridgeDownOrGone_IsCN2001sBusiness()
    {
        HostBuilder gone = Without("172.17.0.1").With(s => s with { Links = [.. s.Links.Where(l => l.Name != "docker0")] })
            .Unit("systemd-networkd.service", 30);
        gone.HasNot("CN2008");
        Assert.Contains(gone.First("CN2001").Evidence, e => e.Source == "systemctl show systemd-networkd.service");
    }
}
