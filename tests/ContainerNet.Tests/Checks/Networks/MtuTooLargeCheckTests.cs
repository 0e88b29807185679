using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

public sealed class MtuTooLargeCheckTests
{
    private const string Drop = "filter -A OUTPUT -p icmp -m icmp --icmp-type 3/4 -j DROP";

    private static HostBuilder Narrow(int uplink = 1400, string? rule = null)
    {
        HostBuilder host = new HostBuilder().Web().With(s => s with
        {
            Links = [.. s.Links.Select(l => l.Name == "host0" ? l with { MtuBytes = uplink } : l)],
        });
        return rule is null ? host : host.Insert(rule);
    }

    [Theory, Fault("CN2005")]
    [InlineData(Drop)]
    [InlineData("filter -A OUTPUT -p icmp -j DROP")]
    [InlineData("filter -A OUTPUT -o docker0 -j DROP")]
    public void MessageThatIsDropped_NamesTheRule(string rule)
    {
        Finding finding = Narrow(rule: rule).First("CN2005");

        Assert.Equal((Severity.Error, "bridge"), (finding.Severity, finding.Network));
        Assert.Contains("send packets of up to 1500 bytes, and the way out by host0 takes 1400", finding.Message, StringComparison.Ordinal);
        Assert.Contains(finding.Evidence, e => e.Value.Contains("-j DROP", StringComparison.Ordinal));
        Assert.StartsWith("iptables -t filter -D OUTPUT 1\n", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void MessageThatTheContainerDrops_CountsToo() => Assert.Equal(
        Severity.Error,
        Narrow().With(s => s with
        {
            Namespaces = [.. s.Namespaces!.Select(n => n with { Chains = ChainText.Parse("filter -A INPUT -p icmp -j DROP", "ACCEPT", []) })],
        }).First("CN2005").Severity);

    [Fact]
    public void UplinkThatIsAVeth_IsAWayOutToo() => Narrow(rule: Drop).With(s => s with
    {
        Links = [.. s.Links.Select(l => l.Name == "host0" ? l with { Kind = "veth" } : l)],
    }).First("CN2005");

    [Fact]
    public void MessageThatPasses_IsWorthKnowingOnly()
    {
        Assert.Equal(Severity.Info, Narrow().Has("CN2005").Severity);
        Narrow().IsHealthy();
    }

    [Theory]
    [InlineData("filter -A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\nfilter -A OUTPUT -p icmp -j DROP")]
    [InlineData("filter -A OUTPUT -p icmp -m icmp --icmp-type 8 -j DROP")]
    [InlineData("filter -A OUTPUT -p icmp -m icmp --icmp-type 3/1 -j DROP")]
    [InlineData("filter -A OUTPUT -o host0 -p icmp -j DROP")]
    [InlineData("filter -A OUTPUT -p tcp -j DROP")]
    [InlineData("filter -A OUTPUT -p icmp -m icmp --icmp-type odd -j DROP")]
    [InlineData("filter -A OUTPUT --strange x -j DROP")]
    public void RuleForOtherPackets_IsNoBlock(string rules) => Assert.Equal(
        Severity.Info,
        new HostBuilder().Web().With(s => s with { Links = [.. s.Links.Select(l => l.Name == "host0" ? l with { MtuBytes = 1400 } : l)] })
            .Rules(t => rules + "\n" + t.All()).Has("CN2005").Severity);

    [Fact, NearMiss("CN2005")]
    public void PacketsThatFit_AreSilent()
    {
        Narrow(1500, Drop).HasNot("CN2005");
        Narrow(9000, Drop).HasNot("CN2005");
        Narrow(0, Drop).HasNot("CN2005");

        // The containers have the smaller size, though the bridge has not.
        Narrow(rule: Drop).With(s => s with
        {
            Namespaces = [.. s.Namespaces!.Select(n => n with { Links = [.. n.Links.Select(l => l with { MtuBytes = 1400 })] })],
        }).HasNot("CN2005");
        Narrow(rule: Drop).With(s => s with
        {
            Namespaces = [.. s.Namespaces!.Select(n => n with
            {
                Routes = [.. n.Routes.Select(r => r.Destination.PrefixLength == 0 ? r with { MtuBytes = 1400 } : r)],
            })],
        }).HasNot("CN2005");
    }

    [Fact]
    public void ClampedSegments_AreSilent() => Narrow(rule: Drop).With(s => s with
    {
        Chains = [.. s.Chains, new FirewallChain
        {
            Table = new(FirewallBackend.IptablesNft, "ip", "mangle"),
            Name = "FORWARD",
            Hook = "forward",
            Rules =
            [
                new FirewallRule
                {
                    Table = new(FirewallBackend.IptablesNft, "ip", "mangle"), Chain = "FORWARD", Number = 1, Action = RuleAction.Mangle,
                    Text = "-p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu",
                },
            ],
        }],
    }).HasNot("CN2005");

    [Fact]
    public void NarrowTunnelBesideTheWayOut_CountsOnlyWithABlock()
    {
        HostBuilder Tunnel(string? rule) => Narrow(1500, rule).With(s => s with
        {
            Links = [.. s.Links, new Link { Index = 50, Name = "wg0", Kind = "wireguard", IsUp = true, HasCarrier = true, MtuBytes = 1420 }],
            Addresses = [.. s.Addresses, new() { LinkIndex = 50, Address = System.Net.IPAddress.Parse("10.8.0.2"), PrefixLength = 24 }],
            Routes = [.. s.Routes, HostBuilder.RouteOf("10.0.0.0/8", 50)],
        });

        Tunnel(null).HasNot("CN2005");
        Assert.Contains("by wg0 takes 1420", Tunnel(Drop).First("CN2005").Message, StringComparison.Ordinal);
    }
}
