using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

public sealed class RoutingFactsTests
{
    private static readonly NetlinkMessage[] s_messages = NetlinkFixture.Load("routing.hex");

    [Fact]
    public void Rules_AreReadInTheOrderOfTheKernel()
    {
        IReadOnlyList<RoutingRule> rules = Read(s_messages).Value.RoutingRules!;
        Assert.Equal(
            [0, 100, 101, 102, 103, 104, 105, 106, 107, 110, 111, 112, 113, 114, 115, 32766, 32767],
            rules.Where(r => r.Family == AddressFamily.IPv4).Select(r => r.Priority));
        Assert.Equal([0, 108, 109, 120, 121, 32766], rules.Where(r => r.Family == AddressFamily.IPv6).Select(r => r.Priority));
        RoutingRule marked = rules.Single(r => r.Priority == 100);
        Assert.Equal(
            ("10.0.0.0/8", "192.0.2.0/24", "br0", 0x10u, 0xf0u, 77),
            ($"{marked.Source}", $"{marked.Destination}", marked.InputInterface, marked.Mark, marked.MarkMask, marked.Table));
        RoutingRule ports = rules.Single(r => r.Priority == 101);
        Assert.Equal((true, 6, "7", "80-90", 1000), (ports.Inverted, ports.IpProtocol, ports.SourcePorts, ports.DestinationPorts, ports.Table));
        Assert.Equal(("goto", 32766, 0), (rules.Single(r => r.Priority == 103).Action, rules.Single(r => r.Priority == 103).Target, rules.Single(r => r.Priority == 103).Table));
        Assert.Equal(0, rules.Single(r => r.Priority == 102).SuppressPrefixLength);
        Assert.Equal(4_000_000, rules.Single(r => r.Priority == 120).Table);
        Assert.Equal((0u, 0xffu), (rules.Single(r => r.Priority == 113).Mark, rules.Single(r => r.Priority == 113).MarkMask));
    }

    [Fact]
    public void ConditionOfALaterKernel_IsNotPassedOver()
    {
        NetlinkMessage rule = s_messages.Last(m => m.Type == RoutingRuleDecoder.MessageType);
        byte[] more = [8, 0, 99, 0, 1, 0, 0, 0];
        RoutingRule read = RoutingRuleDecoder.Decode(rule with { Payload = [.. rule.Payload, .. more] })!;
        Assert.Equal("condition 99", read.NotUnderstood);
        rule.Payload[7] = 77;
        Assert.Equal("action 77", RoutingRuleDecoder.Decode(rule)!.NotUnderstood);
    }

    [Fact]
    public void RoutesOfSeveralHops_HaveThemAllWithTheirShares()
    {
        IReadOnlyList<Route> routes = Read(s_messages).Value.Routes;
        Route several = routes.First(r => r.Destination.ToString() == "10.50.0.0/16");
        Assert.Equal((0, 3, 1), (several.LinkIndex, several.NextHops![0].Weight, several.NextHops[1].Weight));
        Assert.Equal(["10.1.0.7", "10.2.0.9"], several.NextHops!.Select(h => $"{h.Gateway}"));
        Assert.Equal(1400, routes.First(r => r.Destination.ToString() == "10.51.0.0/16").MtuBytes);
        Assert.Equal(0x10, routes.First(r => r.Destination.ToString() == "10.52.0.0/16").TypeOfService);
        Assert.Equal("2001:db8:7::/48", $"{routes.First(r => r.Destination.ToString() == "2001:db8:6::/48").ForSources}");

        // By its object's number alone: told twice in the fixture, in both ways.
        Route[] grouped = [.. routes.Where(r => r.Destination.ToString() == "10.54.0.0/16")];
        Assert.Equal(2, grouped.Length);
        Assert.All(grouped, r => Assert.Equal(["10.1.0.5 2", "10.2.0.6 1"], r.NextHops!.Select(h => $"{h.Gateway} {h.Weight}").Order()));
        Assert.All(routes.Where(r => r.Destination.ToString() == "10.55.0.0/16"), r => Assert.Equal("blackhole", r.Type));
    }

    [Fact]
    public void NextHopThatIsNotTold_IsUnknownAndNotOnLink()
    {
        NetlinkMessage[] without = [.. s_messages.Where(m => m.Type != NexthopDecoder.MessageType)];
        Route route = Read(without).Value.Routes.Last(r => r.Destination.ToString() == "10.54.0.0/16");
        Assert.Equal("nhid 7", route.NotUnderstood);
    }

    [Fact]
    public void EmptyAnswer_IsNoListOfRules() =>
        Assert.Null(Read([.. s_messages.Where(m => m.Type != RoutingRuleDecoder.MessageType)]).Value.RoutingRules);

    [Fact]
    public void OneRuleCutOff_LeavesNoRules()
    {
        NetlinkMessage[] cut = [.. s_messages.Select(m => m.Type == RoutingRuleDecoder.MessageType ? m with { Payload = m.Payload[..^1] } : m)];
        Reading<LinkFacts> reading = Read(cut);
        Assert.Null(reading.Value.RoutingRules);
        Assert.NotEmpty(reading.Gaps);
        Assert.All(reading.Gaps, g => Assert.True(g.Partial));
    }

    [Theory]
    [InlineData("0000000000000000")]
    [InlineData("0400000000000000")]
    [InlineData("ffff000000000000")]
    [InlineData("08000000")]
    public void HopsThatDoNotAddUp_AreRefused(string hops) =>
        Assert.Throws<FormatException>(() => RouteHops.Decode(Convert.FromHexString(hops), out _));

    [Fact]
    public void MessagesCutAnywhere_NeverCrash() =>
        Assert.All(NetlinkFixture.CutAnywhere(s_messages).ToArray(), m => Assert.NotNull(Read([m])));

    [Fact]
    public void BytesChangedAtRandom_NeverCrash() =>
        Assert.All(NetlinkFixture.Changed(s_messages, 5000).ToArray(), m => Assert.NotNull(Read([m])));

    /// <summary>Every request gets all messages, and each decoder takes its own: IPv6 is taken as absent, or all would come
    /// twice.</summary>
    private static Reading<LinkFacts> Read(NetlinkMessage[] messages) => LinkReader.Read(
        new RootedHost("/nowhere") { Replies = _ => messages });
}
