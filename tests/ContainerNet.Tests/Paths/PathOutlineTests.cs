using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths;

/// <summary>What pictures of paths say.</summary>
public sealed class PathOutlineTests
{
    [Fact]
    public void Delivered_HasASectionForEachPlaceThereAndBack()
    {
        IReadOnlyList<PathSection> sections = PathOutline.Of(PathFixture.Seen("delivered"));
        Assert.Equal(
            [("host", PathDirection.Original), ("web", PathDirection.Original), ("web", PathDirection.Reply), ("host", PathDirection.Reply)],
            sections.Select(s => (s.Place, s.Direction)));
        Assert.All(sections.SelectMany(s => s.Rows), r => Assert.Equal(PathMark.None, r.Mark));
        Assert.Equal(
            ["in host0 ", "prerouting nat DOCKER 10 Dnat", "routing host0 -> docker0 Forward", "forward filter DOCKER 7 Accept", "out docker0 "],
            sections[0].Rows.Select(r => $"{r.Step} {r.Where} {r.Action}"));
        Assert.Equal(PathFixture.Seen("delivered").Hops.Count, sections.Sum(s => s.Rows.Count));
    }

    [Fact]
    public void Packet_IsToldWhereItIsNewOnly()
    {
        List<PathRow> rows = [.. PathOutline.Of(PathFixture.Seen("delivered")).SelectMany(s => s.Rows)];
        Assert.Equal(
            ["198.51.100.2:41165 -> 192.0.2.1:8080", "to 172.17.0.2:80", "172.17.0.2:80 -> 198.51.100.2:41165", "from 192.0.2.1:8080"],
            rows.Select(r => r.Packet).Where(p => p.Length > 0));
    }

    [Theory]
    [InlineData("docker-user-drop", "filter DOCKER-USER 1", PathMark.Broken)]
    [InlineData("policy-drop", "filter FORWARD policy", PathMark.Broken)]
    [InlineData("answer-dropped", "back f 1", PathMark.Broken)]
    [InlineData("forwarding-off", "cnprobe0", PathMark.Broken)]
    public void Decider_IsMarkedAndNoOther(string name, string where, PathMark mark)
    {
        PathRow row = Assert.Single(PathOutline.Of(PathFixture.Seen(name)).SelectMany(s => s.Rows), r => r.Mark != PathMark.None);
        Assert.Equal((where, mark), (row.Where, row.Mark));
    }

    [Fact]
    public void UnansweredHop_IsDoubtfulWithItsOwnWords()
    {
        PacketPath seen = PathFixture.Seen("delivered");
        Hop end = seen.Hops.Last(h => h.Direction == PathDirection.Original);
        PacketPath silent = seen with
        {
            Verdict = PathVerdict.Unanswered,
            Hops = [.. seen.Hops.Where(h => h.Direction == PathDirection.Original)],
            DecidingHop = end with { Reason = HopReason.NoAnswer, Detail = "it reached the socket in web, which did not answer" },
        };
        PathRow row = Assert.Single(PathOutline.Of(silent).SelectMany(s => s.Rows), r => r.Mark != PathMark.None);
        Assert.Equal(("delivered", PathMark.Doubtful, "it reached the socket in web, which did not answer"), (row.Step, row.Mark, row.Text));
    }

    [Fact]
    public void Unknown_MarksTheHopThatWasNotUnderstood()
    {
        PacketPath unknown = PathFixture.Predicted("docker-user-drop").With(
            h => h.Action == HopAction.Drop, h => h with { Action = HopAction.Unknown }) with { Verdict = PathVerdict.Unknown, DecidingHop = null };
        PathRow row = Assert.Single(PathOutline.Of(unknown).SelectMany(s => s.Rows), r => r.Mark != PathMark.None);
        Assert.Equal((PathMark.Doubtful, "filter DOCKER-USER 1"), (row.Mark, row.Where));
    }

    [Fact]
    public void Refused_SaysSoInsteadOfDelivered()
    {
        Hop refused = new() { Layer = HopLayer.Socket, Action = HopAction.Deliver, Reason = HopReason.NobodyListens };
        Assert.Equal(("refused", "", ""), (HopWords.Step(refused), HopWords.Where(refused), HopWords.Action(refused)));
    }

    [Theory]
    [InlineData("docker-user-drop", "web")]
    [InlineData("isolation", "db")]
    [InlineData("delivered", null)]
    [InlineData("answer-dropped", null)]
    public void Container_IsUnreachedWhereThePacketEndedBefore(string name, string? unreached) =>
        Assert.Equal(unreached, PathOutline.Unreached(PathFixture.Seen(name)));

    [Fact]
    public void Alternative_BeginsWhereItDeparts()
    {
        PacketPath path = PathFixture.Predicted("delivered");
        PacketPath other = PathFixture.Predicted("docker-user-drop");
        other = other with { Hops = [.. path.Hops.Take(3), other.Hops[^1]] };
        PathSection section = Assert.Single(PathOutline.Of(path, other));
        Assert.Equal("filter DOCKER-USER 1", Assert.Single(section.Rows).Where);
        Assert.Single(PathOutline.Of(path, path with { Hops = [.. path.Hops] }));
    }

    [Fact]
    public void Evidence_SaysAllThatIsKnownOfARule()
    {
        Hop hop = PathFixture.Seen("docker-user-drop").DecidingHop! with { Owner = RuleOwner.Firewalld, Zone = "public", Comment = "why", Packets = 1 };
        Assert.Equal(
            [
                ("rule", "-i host0 -p tcp -m tcp --dport 80 -j DROP"),
                ("chain", "ip filter DOCKER-USER, rule 1, handle 43 (IptablesNft)"),
                ("owner", "Firewalld, zone public"),
                ("comment", "why"),
                ("counted", "1 packet when the rules were read"),
            ],
            HopWords.Evidence(hop));
        Assert.Equal(
            [("reason", "ForwardingOff"), ("detail", "forwarding is off (net.ipv4.ip_forward = 0)")],
            HopWords.Evidence(PathFixture.Seen("forwarding-off").DecidingHop!));
    }

    [Theory]
    [InlineData("192.0.2.1", 0, "192.0.2.1", 80, "to 192.0.2.1:80")]
    [InlineData("2001:db8::1", 80, "2001:db8::1", 81, "to [2001:db8::1]:81")]
    [InlineData("192.0.2.1", 80, "192.0.2.1", 80, "")]
    public void Change_IsTheHalfThatIsNew(string before, int port, string now, int newPort, string words) => Assert.Equal(
        words,
        HopWords.Change(
            new PacketHeader { Destination = IPAddress.Parse(before), DestinationPort = port },
            new PacketHeader { Destination = IPAddress.Parse(now), DestinationPort = newPort }));
}
