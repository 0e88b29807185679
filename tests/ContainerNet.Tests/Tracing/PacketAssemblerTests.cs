namespace ContainerNet.Tracing;

/// <summary>One trail a packet, whatever the ids do.</summary>
public sealed class PacketAssemblerTests
{
    private static readonly Random s_random = new(20261121);

    [Fact]
    public void ConnectionToAPublishedPort_GivesATrailEachWay()
    {
        EventScript script = new EventScript().Play(EventScript.Lines);
        Assert.Equal([TrailEnd.Left, TrailEnd.Left], script.Trails.Select(t => t.End));
        Assert.Equal([false, true], script.Trails.Select(t => t.IsReply));
        Assert.All(script.Trails, t => Assert.True(t.IsOurs));
    }

    [Fact]
    public void AnswerWithAnotherIdAfterRouting_IsOneTrail()
    {
        Assert.Equal(2, EventScript.Answer.Select(l => l[..8]).Distinct().Count());
        EventScript script = new EventScript().Play(EventScript.Answer).Wait(1000);
        PacketTrail trail = Assert.Single(script.Trails);
        Assert.Equal(TrailEnd.Left, trail.End);
        Assert.Equal(TraceMarker.PreTracked, trail.First.Marker);
    }

    [Fact]
    public void TwoPacketsThatShareAnId_AreTwoTrails()
    {
        EventScript script = new EventScript().Play(EventScript.Question).Play(EventScript.Question);
        Assert.Equal(2, script.Trails.Count);
        Assert.Equal(script.Trails[0].Steps.Count, script.Trails[1].Steps.Count);
    }

    [Fact]
    public void SecondPacketWithTheIdOfOneThatVanished_EndsTheFirst()
    {
        EventScript script = new EventScript()
            .Play(EventScript.Question.TakeWhile(l => !l.Contains(" fwd_begin ", StringComparison.Ordinal)))
            .Play(EventScript.Question);
        Assert.Equal([TrailEnd.Vanished, TrailEnd.Left], script.Trails.Select(t => t.End));
        Assert.Equal(TraceMarker.PreEnd, script.Trails[0].Marker);
    }

    [Fact]
    public void PacketOfWhichNothingMoreComes_VanishesAfterAWhile()
    {
        EventScript script = new EventScript()
            .Play(EventScript.Question.TakeWhile(l => !l.Contains(" fwd_begin ", StringComparison.Ordinal)))
            .Wait(50);
        Assert.Empty(script.Trails);
        script.Wait(200);
        Assert.Equal(TrailEnd.Vanished, Assert.Single(script.Trails).End);
    }

    [Fact]
    public void DroppedPacket_EndsAtThatRule()
    {
        EventScript script = new EventScript().Play(EventScript.Question
            .Select(l => l.Replace("DOCKER-USER Rule Return", "DOCKER-USER Rule Drop", StringComparison.Ordinal))
            .TakeWhile((l, _) => !l.Contains("ISOLATION", StringComparison.Ordinal)));
        PacketTrail trail = Assert.Single(script.Trails);
        Assert.Equal(TrailEnd.Dropped, trail.End);
        Assert.Equal("DOCKER-USER", script.Place.Names[trail.Steps[^1].Chain].Chain);
    }

    [Fact]
    public void PacketsOfAnotherTrace_AreNobodysBusiness()
    {
        // Another tracer marks at its own chains: ours see the packet and have no rule that fits.
        EventScript script = new EventScript().Play(EventScript.Question
            .Where(l => !l.Contains(" pre Rule Continue h1", StringComparison.Ordinal)));
        Assert.All(script.Trails, t => Assert.False(t.IsOurs));
        Assert.Empty(new EventScript().Play(EventScript.Question
            .Select(l => l.Replace(EventScript.Table, "containernet_trace_9_9", StringComparison.Ordinal))).Wait(1000).Trails);
    }

    [Fact]
    public void LostEvents_MakeEveryTrailOfThatTimeDoubtful()
    {
        EventScript script = new EventScript().Play(EventScript.Question.Take(9));
        script.Assembler.Lost();
        script.Play(EventScript.Question.Skip(9)).Play(EventScript.Question).Wait(3000).Play(EventScript.Question);
        Assert.Equal([true, true, false], script.Trails.Select(t => t.Lossy));
        Assert.Equal(1, script.Assembler.Losses);
    }

    [Fact]
    public void RulesChangedByOthers_BeginANewEpoch()
    {
        EventScript script = new();
        script.Assembler.OwnPort = 7;
        script.Assembler.RulesChanged(7, "pwsh");
        script.Play(EventScript.Question);
        script.Assembler.RulesChanged(8, "firewalld");
        script.Play(EventScript.Question);
        Assert.Equal([0, 1], script.Trails.Select(t => t.Epoch));
        Assert.Equal("firewalld", script.Assembler.ChangedBy);
    }

    [Fact]
    public void InterleavedPackets_AreToldApart()
    {
        List<List<string>> packets = [.. Enumerable.Range(1, 50).Select(n => EventScript.Question
            .Select(l => n.ToString("x8", System.Globalization.CultureInfo.InvariantCulture) + l[8..]).ToList())];
        EventScript script = new();
        while (packets.Count > 0)
        {
            List<string> packet = packets[s_random.Next(packets.Count)];
            script.Play([packet[0]]);
            packet.RemoveAt(0);
            packets.RemoveAll(p => p.Count == 0);
        }

        Assert.Equal(50, script.Trails.Count);
        Assert.Single(script.Trails.Select(t => t.Steps.Count).Distinct());
        Assert.All(script.Trails, t => Assert.Equal(TrailEnd.Left, t.End));
    }

    [Fact]
    public void EventsInAnyOrder_NeverThrow()
    {
        for (int run = 0; run < 200; run++)
        {
            string[] lines = [.. EventScript.Lines];
            s_random.Shuffle(lines);
            EventScript script = new EventScript().Play(lines.Take(s_random.Next(lines.Length))).Wait(500);
            foreach (PacketTrail trail in script.Trails.Where(t => t.Headers.Count > 0))
            {
                Assert.NotEmpty(TrailHops.Of(script.Place, trail, full: true));
            }
        }
    }
}
