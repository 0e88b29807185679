using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Tracing;

/// <summary>Trails in words.</summary>
public sealed class TrailHopsTests
{
    [Fact]
    public void ConnectionToAPublishedPort_ReadsAsTheFewHopsThatMatter()
    {
        List<Hop> hops = Hops(EventScript.Question, full: false);
        Assert.Equal(
            ["Link Enter", "Netfilter Dnat", "Routing Forward", "Netfilter Accept", "Netfilter Accept", "Link Leave"],
            hops.Select(h => $"{h.Layer} {h.Action}"));
        Assert.Equal("host0", hops[0].InputInterface);
        Assert.Null(hops[0].OutputInterface);
        Assert.Equal("host0 -> docker0", hops[^1].Device);
    }

    [Fact]
    public void Dnat_IsNamedAndChangesTheAddresses()
    {
        Hop dnat = Hops(EventScript.Question, full: false).Single(h => h.Action == HopAction.Dnat);
        Assert.Equal(("nat", "DOCKER", 25, RuleOwner.Docker), (dnat.Table, dnat.Chain, dnat.Handle, dnat.Owner));
        Assert.Contains("--dport 8080 -j DNAT --to-destination 172.17.0.2:80", dnat.Rule, StringComparison.Ordinal);
        Assert.Equal("192.0.2.1:8080", Destination(Hops(EventScript.Question, full: false)[0]));
        Assert.Equal("172.17.0.2:80", Destination(dnat));
        Assert.Equal("prerouting", dnat.Hook);
    }

    [Fact]
    public void FirewalldsRule_HasItsText()
    {
        Hop accept = Hops(EventScript.Question, full: false).Last(h => h.Action == HopAction.Accept);
        Assert.Equal((RuleOwner.Firewalld, "filter_FORWARD", "inet"), (accept.Owner, accept.Chain, accept.Family));
        Assert.Contains("ct status dnat accept", accept.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_IsTranslatedBackByConnectionTracking()
    {
        List<Hop> hops = Hops(EventScript.Answer, full: false);
        Assert.All(hops, h => Assert.Equal(PathDirection.Reply, h.Direction));
        Hop back = hops.Single(h => h.Layer == HopLayer.Conntrack);
        Assert.Equal("192.0.2.1", back.Packet!.Source!.ToString());
        Assert.Equal(8080, back.Packet.SourcePort);
    }

    [Fact]
    public void Full_KeepsTheJumpsThatDidNothing()
    {
        List<Hop> full = Hops(EventScript.Question, full: true);
        Assert.Contains(full, h => h is { Action: HopAction.Jump, Chain: "FORWARD" });
        Assert.Contains(full, h => h is { Action: HopAction.Return, Chain: "DOCKER-USER" });
        Assert.Contains(full, h => h is { Rule: "policy accept", Handle: null });
        Assert.DoesNotContain(full, h => h.Handle == 0);
        Assert.DoesNotContain(full, h => h.Table == EventScript.Table);
        Assert.All(full.Where(h => h.Handle is not null), h => Assert.NotNull(h.Rule));
    }

    [Fact]
    public void RuleThatWasNotRead_IsNamedByItsHandleOnly()
    {
        Hop gone = Hops(EventScript.Question.Select(l => l.Replace(" h25 ", " h9999 ", StringComparison.Ordinal)), full: true)
            .Single(h => h.Handle == 9999);
        Assert.Null(gone.Rule);
        Assert.NotEmpty(gone.Detail);
    }

    [Theory]
    [InlineData("filter_FWD_public", "public")]
    [InlineData("filter_IN_public_deny", "public")]
    [InlineData("mangle_PRE_public_dispatch", "public")]
    [InlineData("filter_FWD_my_zone_allow", "my_zone")]
    [InlineData("filter_IN_policy_allow-host-ipv6_pre", "policy allow-host-ipv6")]
    [InlineData("nat_POST_docker", "docker")]
    public void ChainOfAZone_NamesIt(string chain, string zone) => Assert.Equal(zone, FirewalldChain.ZoneOf(chain, null, "host0"));

    [Theory]
    [InlineData("filter_FWD_public_to_public", "public")]
    [InlineData("filter_FWD_docker_to_public", "docker")]
    [InlineData("filter_IN_docker_to_HOST_deny", "docker")]
    [InlineData("nat_OUT_HOST_to_docker", "docker")]
    [InlineData("filter_FWD_a_to_b_to_public", "a_to_b")]
    [InlineData("filter_FWD_a_to_b", "a_to_b")]
    [InlineData("filter_FWD_public_to_nowhere", "public_to_nowhere")]
    public void ChainOfAPairOfZones_NamesTheOneThatThePacketComesFrom(string chain, string zone)
    {
        Firewalld firewalld = new()
        {
            Running = true,
            Zones = [.. ((string[])["public", "docker", "a_to_b", "b"]).Select(name => new FirewallZone { Name = name })],
        };
        Assert.Equal(zone, FirewalldChain.ZoneOf(chain, firewalld, "host0"));
    }

    [Fact]
    public void ChainOfAllZones_NamesTheZoneOfTheInterface() =>
        Assert.Equal("public", FirewalldChain.ZoneOf("filter_FORWARD", EventScript.Facts.Firewalld, "host0"));

    private static string Destination(Hop hop) => $"{hop.Packet!.Destination}:{hop.Packet.DestinationPort}";

    private static List<Hop> Hops(IEnumerable<string> lines, bool full)
    {
        EventScript script = new EventScript().Play(lines);
        return TrailHops.Of(script.Place, Assert.Single(script.Trails), full);
    }
}
