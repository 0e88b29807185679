using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths.Walking;

/// <summary>The whole way over the facts of one host, and what a change of one fact makes of it.</summary>
public sealed class PathPredictorTests
{
    private const string UserEnd = "-A DOCKER-USER -j RETURN";

    [Fact]
    public void PublishedPort_IsTranslatedForwardedAndAnswered()
    {
        PacketPath path = new WalkedHost().Predict();

        Assert.Equal(PathVerdict.Delivered, path.Verdict);
        Assert.False(path.Observed);
        Assert.Null(path.DecidingHop);
        Assert.Equal(
            [
                "host Enter eth0", "host Dnat eth0", "host Forward eth0 -> docker0", "host Accept eth0 -> docker0",
                "host Leave eth0 -> docker0", "web Enter eth0", "web Deliver eth0", "web Enter eth0", "web Leave eth0",
                "host Enter docker0", "host Forward docker0 -> eth0", "host Accept docker0 -> eth0", "host Translate docker0 -> eth0",
                "host Leave docker0 -> eth0",
            ],
            path.Hops.Select(h => $"{h.Place} {h.Action} {h.Device}"));
        Assert.Equal("172.17.0.2", path.Hops[1].Packet!.Destination!.ToString());
        Assert.Equal("192.0.2.1", path.Hops[^1].Packet!.Source!.ToString());
    }

    [Theory]
    [InlineData(Vantage.Host)]
    [InlineData(Vantage.Loopback)]
    public void HostItself_ReachesIt(Vantage vantage)
    {
        PacketPath path = new WalkedHost().Predict(vantage);

        Assert.Equal(PathVerdict.Delivered, path.Verdict);
        Assert.Equal(vantage == Vantage.Loopback, path.Hops.Any(h => h is { Action: HopAction.HandOver, Place: "host" }));
    }

    [Fact]
    public void ChainsGone_ForwarderTakesIt()
    {
        PacketPath path = new WalkedHost("*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n").Predict();

        Assert.Equal(PathVerdict.Delivered, path.Verdict);
        Assert.Contains(path.Hops, h => h.Action == HopAction.HandOver && h.Detail.Contains("docker-proxy (99)", StringComparison.Ordinal));
    }

    public static TheoryData<string, string, string> Rules() => new()
    {
        { "-A DOCKER-USER -p tcp -m tcp --dport 80 -j DROP", "Dropped", "DOCKER-USER" },
        { "-A DOCKER-USER -i eth0 -j REJECT --reject-with icmp-port-unreachable", "Rejected", "DOCKER-USER" },
        { "-A DOCKER-USER -p tcp -m tcp --dport 8080 -j DROP", "Delivered", "" },
        { "-A DOCKER-USER -m conntrack --ctorigdstport 8080 -j DROP", "Dropped", "DOCKER-USER" },
        { "-A DOCKER-USER -i eth1 -j DROP", "Delivered", "" },
        { "-A DOCKER-USER -m rt --rt-type 0 -j DROP", "Delivered", "" },
        { "-A DOCKER-USER -o eth0 -p tcp -m tcp --sport 80 -j DROP", "Dropped", "DOCKER-USER" },
        { "-A DOCKER-USER -i docker0 -j DROP", "Dropped", "DOCKER-USER" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void RuleOfTheAdministrator_DecidesWhatItMatches(string rule, string verdict, string chain)
    {
        PacketPath path = new WalkedHost(WalkedHost.Before(UserEnd, rule)).Predict();

        Assert.Equal(verdict, path.Verdict.ToString());
        Assert.Equal(chain, path.DecidingHop?.Chain ?? "");
        Assert.Equal(
            rule.Contains("--sport", StringComparison.Ordinal) || rule.Contains("-i docker0", StringComparison.Ordinal),
            path.DecidingHop?.Direction == PathDirection.Reply);
    }

    [Fact]
    public void UnknownMatchInTheWay_SaysUnknownAndNamesIt()
    {
        PacketPath path = new WalkedHost(WalkedHost.Before(UserEnd, "-A DOCKER-USER -p tcp -m bpf --bytecode \"4,48\" -j DROP")).Predict();

        Assert.Equal(PathVerdict.Unknown, path.Verdict);
        Assert.False(path.Complete);
        Assert.Contains("bpf", path.DecidingHop!.Detail, StringComparison.Ordinal);
        Assert.Equal("DOCKER-USER", path.DecidingHop.Chain);
    }

    [Theory]
    [InlineData("-A DOCKER-USER -p udp -m bpf --bytecode \"4,48\" -j DROP")]
    [InlineData("-A DOCKER-USER -p tcp -m bpf --bytecode \"4,48\" -j LOG")]
    [InlineData("-A DOCKER-USER -p tcp -m bpf --bytecode \"4,48\" -j RETURN")]
    public void UnknownMatchThatMakesNoDifference_IsPassedOver(string rule) => Assert.Equal(
        PathVerdict.Delivered, new WalkedHost(WalkedHost.Before(UserEnd, rule)).Predict().Verdict);

    [Fact]
    public void RateBeyondWhichItIsDropped_IsAnotherWay()
    {
        PacketPath path = new WalkedHost(WalkedHost.Before(UserEnd,
            "-A DOCKER-USER -p tcp -m limit --limit 5/min -j RETURN\n-A DOCKER-USER -p tcp -j DROP")).Predict();

        Assert.Equal(PathVerdict.Delivered, path.Verdict);
        Assert.Contains(path.Alternatives, a => a.Verdict == PathVerdict.Dropped && a.DecidingHop!.Chain == "DOCKER-USER");
    }

    [Fact]
    public void ForwardingOff_StopsItAtRouting() => Assert.Equal(
        HopReason.ForwardingOff,
        new WalkedHost().Set("net.ipv4.ip_forward", "0").Link("eth0", l => l with { ForwardingIPv4 = false }).Predict().DecidingHop?.Reason);

    [Fact]
    public void ForwardingOffOnTheUplink_IsNamed() => Assert.Equal(
        HopReason.ForwardingOffOnInterface, new WalkedHost().Link("eth0", l => l with { ForwardingIPv4 = false }).Predict().DecidingHop?.Reason);

    [Fact]
    public void ForwardingOffOnTheBridge_StopsTheAnswer()
    {
        PacketPath path = new WalkedHost().Link("docker0", l => l with { ForwardingIPv4 = false }).Predict();

        Assert.Equal(PathVerdict.Dropped, path.Verdict);
        Assert.Equal(PathDirection.Reply, path.DecidingHop!.Direction);
    }

    [Fact]
    public void ForwardingUnread_IsUnknown() => Assert.Equal(
        PathVerdict.Unknown, new WalkedHost().Link("eth0", l => l with { ForwardingIPv4 = null }).Predict().Verdict);

    [Fact]
    public void StrictFilterWithTheWayBackElsewhere_DropsIt()
    {
        PacketPath path = new WalkedHost().Link("eth0", l => l with { ReversePathFilter = 1 })
            .With(f => f with
            {
                Links = [.. f.Links, new Link { Index = 9, Name = "eth1", IsUp = true, ForwardingIPv4 = true, ReversePathFilter = 0 }],
                Routes = [.. f.Routes, new Route { Destination = IPNetwork.Parse("198.51.100.0/25"), LinkIndex = 9, Table = 254 }],
            }).PredictFromClient("198.51.100.7");

        Assert.Equal(HopReason.ReversePathFilter, path.DecidingHop?.Reason);
    }

    [Fact]
    public void NobodyListens_IsRefusedByTheContainer()
    {
        PacketPath path = new WalkedHost().Change("web", c => c with { Listeners = [] }).Predict();

        Assert.Equal(PathVerdict.Rejected, path.Verdict);
        Assert.Equal(("web", HopReason.NobodyListens), (path.DecidingHop!.Place, path.DecidingHop.Reason));
    }

    [Fact]
    public void ListenerOnLoopback_DoesNotCount() => Assert.Equal(PathVerdict.Rejected, new WalkedHost().Change("web", c => c with
    {
        Listeners = [c.Listeners![0] with { Address = IPAddress.Loopback }],
    }).Predict().Verdict);

    [Fact]
    public void ListenersUnread_AreUnknown() => Assert.Equal(
        PathVerdict.Unknown, new WalkedHost().Change("web", c => c with { Listeners = null }).Predict().Verdict);

    [Fact]
    public void CableOffTheBridge_IsNamed()
    {
        PacketPath path = new WalkedHost().Link("veth1", l => l with { MasterIndex = 0 }).Predict();

        Assert.Equal(PathVerdict.Dropped, path.Verdict);
        Assert.Equal(HopReason.NotArrived, path.DecidingHop!.Reason);
        Assert.Contains("veth1", path.DecidingHop.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void NamespaceUnread_IsUnknown() => Assert.Equal(
        PathVerdict.Unknown, new WalkedHost().With(f => f with { Namespaces = null }).Predict().Verdict);

    [Fact]
    public void RulesOfTheContainerUnread_AreUnknown() => Assert.Equal(PathVerdict.Unknown, new WalkedHost().Namespace("web", n => n with
    {
        Chains =
        [
            new FirewallChain
            {
                Table = new FirewallTable(FirewallBackend.Nftables, "ip", "mine"), Name = "in", Hook = "input", Priority = 0, Type = "filter",
                Policy = RuleAction.Accept, RulesUnread = true,
            },
        ],
    }).Predict().Verdict);

    [Fact]
    public void RulesUnread_AreNeverOpen()
    {
        PacketPath path = new WalkedHost().With(f => f with
        {
            Gaps = [new Gap { Facts = FactKinds.Firewall, Source = "nft", Reason = "not installed", Remedy = "install it", Partial = true }],
        }).Predict();

        Assert.Equal(PathVerdict.Unknown, path.Verdict);
        Assert.Contains("nft", path.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ContainerGoesOut_IsMasqueraded()
    {
        PacketPath path = new WalkedHost().PredictFrom("web", "198.51.100.9", 53);

        Assert.Equal(PathVerdict.Delivered, path.Verdict);
        Hop masquerade = Assert.Single(path.Hops, h => h.Action == HopAction.Masquerade);
        Assert.Equal("192.0.2.1", masquerade.Packet!.Source!.ToString());
        Assert.Contains(path.Notes, n => n.Contains("taken for granted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1", PathVerdict.Dropped)]
    [InlineData("0", PathVerdict.Delivered)]
    public void NeighboursOnTheBridge_AreKeptApartOnlyWhereRulesSeeThem(string calls, PathVerdict verdict)
    {
        string rules = WalkedHost.Rules.Replace("-i docker0 -o docker0 -j ACCEPT", "-i docker0 -o docker0 -j DROP", StringComparison.Ordinal);
        PacketPath path = new WalkedHost(rules).Set("net.bridge.bridge-nf-call-iptables", calls).PredictFrom("web", "172.17.0.3", 5432);

        Assert.Equal(verdict, path.Verdict);
    }

    [Fact]
    public void ContainerAsksThePublishedPortOfTheHost_GetsThereOverTheForwarder()
    {
        PacketPath path = new WalkedHost().PredictFrom("db", "192.0.2.1", 8080);

        Assert.Equal(PathVerdict.Delivered, path.Verdict);
        Assert.Contains(path.Hops, h => h.Action == HopAction.HandOver);
    }

    [Fact]
    public void AddressThatNobodyHas_IsUnanswered()
    {
        PacketPath path = new WalkedHost().PredictFrom("web", "172.17.0.99", 80);

        Assert.Equal((PathVerdict.Unanswered, HopReason.NoNeighbour), (path.Verdict, path.DecidingHop!.Reason));
    }
}
