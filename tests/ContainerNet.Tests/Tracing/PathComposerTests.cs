using System.Net;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Probes;

namespace ContainerNet.Tracing;

/// <summary>Verdicts from the trails of one conversation; the events are those of a real host, as they were or changed.</summary>
public sealed class PathComposerTests
{
    private static readonly PacketHeader s_sent = new()
    {
        Protocol = Protocol.Tcp,
        Source = IPAddress.Parse("192.0.2.2"),
        SourcePort = Port(EventScript.Lines[0], "192.0.2.2:"),
        Destination = IPAddress.Parse("192.0.2.1"),
        DestinationPort = 8080,
    };

    [Fact]
    public void PacketAndAnswer_IsDelivered()
    {
        PacketPath path = Compose(EventScript.Lines);
        Assert.Equal((PathVerdict.Delivered, true, null), (path.Verdict, path.Complete, path.DecidingHop));
        Assert.Contains(path.Hops, h => h.Direction == PathDirection.Reply);
        Assert.Equal("Delivered to web:8080, and answered.", path.Message);
    }

    [Fact]
    public void PacketWithoutAnswer_IsUnanswered()
    {
        PacketPath path = Compose(EventScript.Question, new ProbeOutcome(PortState.Filtered, "no answer within 2 s"));
        Assert.Equal((PathVerdict.Unanswered, HopReason.NoAnswer), (path.Verdict, path.DecidingHop!.Reason));
        Assert.Contains("docker0", path.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DroppedPacket_NamesTheRuleWithItsWriter()
    {
        PacketPath path = Compose(Dropped(EventScript.Question));
        Assert.Equal((PathVerdict.Dropped, "DOCKER-USER", RuleOwner.DockerUser), (path.Verdict, path.DecidingHop!.Chain, path.DecidingHop.Owner));
        Assert.StartsWith("Dropped at forward by rule 1 of filter DOCKER-USER (", path.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DroppedAnswer_IsSaidAsSuch()
    {
        PacketPath path = Compose(EventScript.Question.Concat(Dropped(EventScript.Answer)));
        Assert.Equal((PathVerdict.Dropped, PathDirection.Reply), (path.Verdict, path.DecidingHop!.Direction));
        Assert.StartsWith("The answer was dropped at forward", path.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PacketThatEndsAtRouting_IsDroppedByNoRule()
    {
        PacketPath path = Compose(EventScript.Question.TakeWhile(l => !l.Contains(" fwd_begin ", StringComparison.Ordinal)));
        Assert.Equal((PathVerdict.Dropped, HopLayer.Routing, HopReason.ForwardingOff),
            (path.Verdict, path.DecidingHop!.Layer, path.DecidingHop.Reason));
        Assert.Equal("Dropped by no rule, at the routing decision: forwarding is off.", path.Message);
        Assert.Null(path.DecidingHop.Rule);
    }

    [Fact]
    public void PacketThatVanishesInAHook_IsNotBlamedOnARule()
    {
        PacketPath path = Compose(EventScript.Question.TakeWhile(l => !l.Contains(" filter_FORWARD ", StringComparison.Ordinal)));
        Assert.Equal((HopAction.Vanish, "forward", null), (path.DecidingHop!.Action, path.DecidingHop.Hook, path.DecidingHop.Chain));
        Assert.Contains("by no rule of nf_tables", path.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PacketThatVanishesBesideLegacyTablesThatCannotBeFollowed_IsUnknown()
    {
        EventScript script = new EventScript()
            .Play(EventScript.Question.TakeWhile(l => !l.Contains(" filter_FORWARD ", StringComparison.Ordinal))).Wait(1000);
        script.Place.HasUnseenLegacy = true;
        Assert.Equal(PathVerdict.Unknown, Compose(script, null).Verdict);
    }

    [Fact]
    public void LossyTrail_ConcludesNothingFromWhatIsMissing()
    {
        EventScript script = new EventScript().Play(EventScript.Question.Take(5));
        script.Assembler.Lost();
        PacketPath path = Compose(script.Wait(1000), null);
        Assert.Equal((PathVerdict.Unknown, false), (path.Verdict, path.Complete));
    }

    [Fact]
    public void LossyTrail_KeepsTheDropThatWasSeen()
    {
        EventScript script = new();
        script.Assembler.Lost();
        PacketPath path = Compose(script.Play(Dropped(EventScript.Question)), null);
        Assert.Equal((PathVerdict.Dropped, false), (path.Verdict, path.Complete));
    }

    [Fact]
    public void NothingSeen_IsUnknownAndSaysSo()
    {
        PacketPath path = Compose([]);
        Assert.Equal(PathVerdict.Unknown, path.Verdict);
        Assert.Contains("no netfilter hook", path.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SenderWithoutARoute_IsTold()
    {
        PacketPath path = Compose([], new ProbeOutcome(PortState.Unknown, "no route to that network from here"));
        Assert.Equal((PathVerdict.Dropped, HopReason.NoRoute), (path.Verdict, path.DecidingHop!.Reason));
    }

    private static IEnumerable<string> Dropped(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            string changed = line.Replace("DOCKER-USER Rule Return", "DOCKER-USER Rule Drop", StringComparison.Ordinal);
            yield return changed;
            if (changed != line)
            {
                yield break;
            }
        }
    }

    private static PacketPath Compose(IEnumerable<string> lines, ProbeOutcome? outcome = null) =>
        Compose(new EventScript().Play(lines).Wait(1000), outcome);

    private static PacketPath Compose(EventScript script, ProbeOutcome? outcome)
    {
        PathQuestion question = Assert.Single(TraceQuestions.Of(EventScript.Facts, "External", "web", [8080], null));
        TraceHeader packet = new(
            AddressNumber.Of(s_sent.Source!), AddressNumber.Of(s_sent.Destination!),
            (ushort)s_sent.SourcePort, (ushort)s_sent.DestinationPort, 6, false);
        TrailChain chain = TrailChain.Find(question, packet, [.. script.Trails.Select(t => new SeenTrail(script.Place, t))]);
        return PathComposer.Compose(
            question, s_sent, chain, outcome, new HashSet<string> { Hop.HostPlace },
            _ => (HopReason.ForwardingOff, "forwarding is off"));
    }

    private static int Port(string line, string address)
    {
        int at = line.IndexOf(address, StringComparison.Ordinal) + address.Length;
        return int.Parse(line.AsSpan(at, line.IndexOf(' ', at) - at), System.Globalization.CultureInfo.InvariantCulture);
    }
}
