using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths;

/// <summary>Predicted beside observed: what must agree, what may differ, and what proves nothing.</summary>
public sealed class PathComparisonTests
{
    public static TheoryData<string> Fixtures() => [.. PathFixture.Names];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void SamePacketWithAnotherPortSenderAndUplink_IsTheSame(string name)
    {
        PathComparison comparison = PathComparison.Of(PathFixture.Predicted(name), PathFixture.Seen(name));
        Assert.Equal([], comparison.Differences);
        Assert.True(comparison.IsSame);
        Assert.Equal((PathFixture.Seen(name).Verdict, PathFixture.Seen(name).Verdict), (comparison.Expected, comparison.Actual));
    }

    [Fact]
    public void ProbeByItsCableAndProbeByTheUplink_AreTheSame() =>
        Assert.True(PathComparison.Of(PathFixture.Seen("delivered"), PathFixture.Seen("delivered-by-cable")).IsSame);

    [Theory]
    [InlineData("delivered", "docker-user-drop", PathAspect.Verdict)]
    [InlineData("docker-user-drop", "delivered", PathAspect.Verdict)]
    [InlineData("delivered", "answer-dropped", PathAspect.Verdict)]
    [InlineData("docker-user-drop", "nft-drop", PathAspect.DecidingHop)]
    [InlineData("nft-drop", "forwarding-off", PathAspect.DecidingHop)]
    [InlineData("delivered", "direct", PathAspect.Packet)]
    [InlineData("delivered", "udp", PathAspect.Packet)]
    public void OtherPath_Differs(string expected, string seen, PathAspect what)
    {
        // Two of these were seen by the cable, which is for another test.
        PacketPath actual = PathFixture.Predicted(seen) with { Observed = true };
        PathComparison comparison = PathComparison.Of(PathFixture.Predicted(expected), actual);
        Assert.Equal(PathAgreement.Different, comparison.Agreement);
        Assert.Equal(what, comparison.Differences[0].What);
        Assert.False(comparison.IsSame);
    }

    [Fact]
    public void OtherVerdict_NamesBothDecisionsAndNothingTwice()
    {
        PathDifference difference = Assert.Single(
            PathComparison.Of(PathFixture.Predicted("delivered"), PathFixture.Seen("docker-user-drop")).Differences);
        Assert.Equal(
            "Verdict: expected Delivered, found Dropped at forward by filter DOCKER-USER 1 (-i host0 -p tcp -m tcp --dport 80 -j DROP)",
            $"{difference}");
        Assert.Equal("DOCKER-USER", difference.Hop!.Chain);
    }

    [Fact]
    public void OtherTargetAfterTranslation_IsToldAtItsHop()
    {
        PacketPath predicted = PathFixture.Predicted("delivered").With(
            h => h.Action == HopAction.Dnat, h => h with { Packet = h.Packet! with { Destination = IPAddress.Parse("172.17.0.9") } });
        PathDifference difference = Assert.Single(PathComparison.Of(predicted, PathFixture.Seen("delivered")).Differences);
        Assert.Equal((PathAspect.Addresses, HopAction.Dnat), (difference.What, difference.Hop!.Action));
        Assert.Contains("172.17.0.9", difference.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherPortAfterTranslation_Differs()
    {
        PacketPath predicted = PathFixture.Predicted("delivered").With(
            h => h.Action == HopAction.Dnat, h => h with { Packet = h.Packet! with { DestinationPort = 81 } });
        Assert.Equal(PathAspect.Addresses, Assert.Single(PathComparison.Of(predicted, PathFixture.Seen("delivered")).Differences).What);
    }

    [Theory]
    [InlineData(42, 7, false)]
    [InlineData(41, 7, true)]
    [InlineData(41, 8, true)]
    [InlineData(null, 8, false)]
    [InlineData(null, 7, true)]
    public void AcceptingRule_IsTheSameByHandleElseByNumber(int? handle, int number, bool same)
    {
        PacketPath predicted = PathFixture.Predicted("delivered").With(
            h => h.Chain == "DOCKER" && h.Hook == "forward", h => h with { Handle = handle, Number = number });
        PathComparison comparison = PathComparison.Of(predicted, PathFixture.Seen("delivered"));
        Assert.Equal(same, comparison.IsSame);
        Assert.Equal(same ? [] : [PathAspect.Hop], comparison.Differences.Select(d => d.What));
    }

    [Fact]
    public void OtherWayOut_Differs()
    {
        PacketPath predicted = PathFixture.Predicted("direct").With(
            h => h.Layer == HopLayer.Routing, h => h with { OutputInterface = "br-app" });
        Assert.Equal(PathAspect.Hop, Assert.Single(PathComparison.Of(predicted, PathFixture.Seen("direct")).Differences).What);
    }

    [Fact]
    public void RulesThatDecideNothing_AreNoDifference()
    {
        PacketPath full = PathFixture.Seen("delivered");
        Hop accept = full.Hops.First(h => h is { Hook: "forward", Action: HopAction.Accept });
        Hop[] extra =
        [
            accept with { Action = HopAction.Jump, Chain = "FORWARD", Handle = 3 },
            accept with { Action = HopAction.Return, Chain = "DOCKER-USER", Handle = 4 },
            accept with { Action = HopAction.Continue, Chain = "FORWARD", Handle = 5 },
            accept with { Chain = "other", Handle = null, Number = null, Rule = "policy accept" },
            accept with { Hook = "postrouting", Chain = "POSTROUTING" },
        ];
        full = full with { Hops = [.. full.Hops.SelectMany(h => h == accept ? extra.Append(h) : [h])] };
        Assert.True(PathComparison.Of(PathFixture.Predicted("delivered"), full).IsSame);
        Assert.True(PathComparison.Of(full, PathFixture.Seen("delivered")).IsSame);
    }

    [Fact]
    public void PredictionThatIsUnknown_IsUndecidedAndSaysSo()
    {
        PacketPath predicted = PathFixture.Predicted("delivered") with { Verdict = PathVerdict.Unknown, Message = "-m geoip is not understood." };
        PathComparison comparison = PathComparison.Of(predicted, PathFixture.Seen("docker-user-drop"));
        Assert.Equal((PathAgreement.Undecided, false), (comparison.Agreement, comparison.IsSame));
        Assert.Empty(comparison.Differences);
        Assert.Equal("the predicted path concludes nothing: -m geoip is not understood.", Assert.Single(comparison.Notes));
    }

    [Fact]
    public void LossyTraceWithHolesInIt_ProvesNothingByThem()
    {
        PacketPath seen = PathFixture.Seen("delivered");
        PacketPath holes = seen with
        {
            Complete = false,
            Verdict = PathVerdict.Unknown,
            Hops = [.. seen.Hops.Where((_, i) => i % 2 == 0)],
        };
        PathComparison comparison = PathComparison.Of(PathFixture.Predicted("delivered"), holes);
        Assert.Equal(PathAgreement.Undecided, comparison.Agreement);
        Assert.Empty(comparison.Differences);
    }

    [Fact]
    public void LossyTraceOfAnotherRule_DiffersByWhatWasSeen()
    {
        PacketPath seen = PathFixture.Predicted("nft-drop") with { Observed = true };
        PacketPath holes = seen with { Complete = false, Hops = [seen.Hops[0], seen.Hops[^1]] };
        PathComparison comparison = PathComparison.Of(PathFixture.Predicted("delivered"), holes);
        Assert.Equal(PathAspect.Verdict, Assert.Single(comparison.Differences).What);
        Assert.Equal(PathAgreement.Different, comparison.Agreement);
        Assert.Contains(comparison.Notes, n => n.Contains("incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public void LossyTraceWithTheDropInIt_AgreesWithThePredictedDrop()
    {
        PacketPath seen = PathFixture.Seen("docker-user-drop");
        PacketPath holes = seen with { Complete = false, Hops = [seen.Hops[^1]] };
        Assert.True(PathComparison.Of(PathFixture.Predicted("docker-user-drop"), holes).IsSame);
    }

    [Fact]
    public void TraceThatDidNotLookIntoTheContainer_AgreesUpToItsEnd()
    {
        PacketPath seen = PathFixture.Seen("delivered");
        PacketPath outside = seen with { Hops = [.. seen.Hops.Where(h => h.Place == Hop.HostPlace)] };
        Assert.True(PathComparison.Of(PathFixture.Predicted("delivered"), outside).IsSame);
    }

    [Fact]
    public void CompleteTraceWithoutAHopOfTheHost_Differs()
    {
        PacketPath seen = PathFixture.Seen("delivered");
        PacketPath without = seen with { Hops = [.. seen.Hops.Where(h => h.Action != HopAction.Dnat)] };
        PathDifference difference = PathComparison.Of(PathFixture.Predicted("delivered"), without).Differences[0];
        Assert.Equal(PathAspect.Hop, difference.What);
        Assert.StartsWith("Dnat at prerouting by nat DOCKER 10", difference.Expected, StringComparison.Ordinal);
        Assert.StartsWith("routing", difference.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Alternative_MayBeTheOneThatHappened()
    {
        PacketPath drop = PathFixture.Predicted("docker-user-drop");
        PacketPath either = PathFixture.Predicted("delivered") with { Alternatives = [PathFixture.Predicted("nft-drop"), drop] };
        PathComparison comparison = PathComparison.Of(either, PathFixture.Seen("docker-user-drop"));
        Assert.True(comparison.IsSame);
        Assert.Same(drop, comparison.ExpectedPath);
        Assert.Same(either, PathComparison.Of(either, PathFixture.Seen("delivered")).ExpectedPath);
        Assert.Equal(PathAgreement.Different, PathComparison.Of(either, PathFixture.Seen("policy-drop")).Agreement);
    }

    [Fact]
    public void ReasonThatWasNotFoundOut_IsNoOtherReason()
    {
        PacketPath seen = PathFixture.Seen("forwarding-off");
        PacketPath predicted = PathFixture.Predicted("forwarding-off");
        PacketPath untold = seen.With(h => h.Layer == HopLayer.Routing, h => h with { Reason = null });
        Assert.True(PathComparison.Of(predicted, untold).IsSame);
        PacketPath other = predicted.With(h => h.Layer == HopLayer.Routing, h => h with { Reason = HopReason.ReversePathFilter });
        PathComparison comparison = PathComparison.Of(other, untold with { Hops = seen.Hops, DecidingHop = seen.DecidingHop });
        Assert.Equal(PathAspect.DecidingHop, comparison.Differences[0].What);
    }

    [Fact]
    public void OtherDropBehindAProbesCable_IsUndecided()
    {
        PathComparison comparison = PathComparison.Of(PathFixture.Predicted("docker-user-drop"), PathFixture.Seen("delivered-by-cable"));
        Assert.Equal(PathAgreement.Undecided, comparison.Agreement);
        Assert.NotEmpty(comparison.Differences);
        Assert.Contains(comparison.Notes, n => n.Contains("cnprobe0", StringComparison.Ordinal));
    }

    [Fact]
    public void AnswerByAnotherRule_DiffersUnlessItLeftByTheCable()
    {
        PacketPath predicted = PathFixture.Predicted("same-network").With(
            h => h is { Direction: PathDirection.Reply, Hook: "forward" }, h => h with { Handle = 99 });
        Assert.Equal(
            PathAspect.AnswerRule, Assert.Single(PathComparison.Of(predicted, PathFixture.Seen("same-network")).Differences).What);
        PacketPath outside = PathFixture.Predicted("delivered").With(
            h => h is { Direction: PathDirection.Reply, Hook: "forward" }, h => h with { Handle = 99 });
        PathComparison comparison = PathComparison.Of(outside, PathFixture.Seen("delivered"));
        Assert.True(comparison.IsSame);
        Assert.Contains(comparison.Notes, n => n.Contains("cable", StringComparison.Ordinal));
    }

    [Fact]
    public void AnotherHost_IsComparedByTheWordsOfItsRules()
    {
        PacketPath here = PathFixture.Predicted("docker-user-drop");
        PacketPath there = here.With(h => h.Action == HopAction.Drop, h => h with { Handle = 90, Number = 4 }) with { HostName = "other" };
        Assert.True(PathComparison.Of(here, there).IsSame);
        PacketPath other = there.With(h => h.Action == HopAction.Drop, h => h with { Rule = "-s 192.0.2.0/24 -j DROP" });
        Assert.Equal(PathAspect.DecidingHop, Assert.Single(PathComparison.Of(here, other).Differences).What);
    }

    [Fact]
    public void RejectInsteadOfDrop_Differs()
    {
        PacketPath rejected = PathFixture.Seen("docker-user-drop").With(
            h => h.Action == HopAction.Drop, h => h with { Action = HopAction.Reject }) with { Verdict = PathVerdict.Rejected };
        Assert.Equal(
            PathAspect.Verdict, PathComparison.Of(PathFixture.Predicted("docker-user-drop"), rejected).Differences[0].What);
    }

    [Fact]
    public void PropertiesForTables_AreThoseOfTheExpectedPath()
    {
        PathComparison comparison = PathComparison.Of(PathFixture.Predicted("udp"), PathFixture.Seen("udp"));
        Assert.Equal(("External", "dns:5353", Protocol.Udp), (comparison.From, comparison.To, comparison.Protocol));
    }
}
