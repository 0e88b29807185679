using ContainerNet.Model;

namespace ContainerNet.Watching;

public sealed class ActorFinderTests
{
    private static readonly Draft s_off = new(
        new NetChange { When = WatchFixture.Noon, Kind = ChangeKind.Forwarding, Subject = "IPv4 forwarding", What = "" },
        null, null, "net.ipv4.conf.all.forwarding", WatchFixture.Noon);

    [Fact]
    public void WriterOfTheOtherNameOfTheSwitch_IsCertain()
    {
        ChangeActor actor = ActorFinder.Of(s_off, new ActorClues { Writes = [Write("net.ipv4.ip_forward", 2, "sysctl", "hardening.service")] })!;
        Assert.True(actor.IsCertain);
        Assert.Equal("sysctl[863] of hardening.service", actor.ToString());
        Assert.Equal("the kernel names who wrote net.ipv4.ip_forward, its control group names the unit", actor.How);
    }

    [Theory]
    [InlineData("net.ipv4.conf.eth0.rp_filter", 2)]
    [InlineData("net.ipv4.ip_forward", 900)]
    public void WriterOfSomethingElseOrAtAnotherTime_IsNobody(string key, double ms) =>
        Assert.Null(ActorFinder.Of(s_off, new ActorClues { Writes = [Write(key, ms, "sysctl", "a.service")] }));

    [Fact]
    public void WriterThatEndedTooSoon_IsNamedByTheJournal()
    {
        ChangeActor actor = ActorFinder.Of(s_off, new ActorClues
        {
            Writes = [Write("net.ipv4.ip_forward", 2, "", null)],
            Journal = [new NearbyLine(
                new JournalEntry { At = WatchFixture.Noon, Source = "sysctl", Unit = "hardening.service", Message = "net.ipv4.ip_forward = 0" }, 863)],
        })!;
        Assert.Equal(("sysctl", "hardening.service", true), (actor.Process, actor.Unit, actor.IsCertain));
        Assert.EndsWith("the journal names the unit", actor.How, StringComparison.Ordinal);
    }

    [Fact]
    public void WriterThatEndedTooSoon_IsNamedByItsUnitsMainProcess()
    {
        ChangeActor actor = ActorFinder.Of(s_off, new ActorClues
        {
            Writes = [Write("net.ipv4.ip_forward", 2, "", null)],
            UnitOf = id => id == 863 ? "hardening.service" : null,
        })!;
        Assert.Equal("hardening.service", actor.Unit);
        Assert.EndsWith("systemd names the unit by its main process", actor.How, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyUnitThatWasStarted_IsSuspected_AndSaidToBeNoMore()
    {
        ChangeActor actor = ActorFinder.Of(s_off, new ActorClues { Units = [Unit("a.service", "activating", -100), Unit("b.service", "active", -50)] })!;
        Assert.False(actor.IsCertain);
        Assert.Equal("a.service?", actor.ToString());
    }

    [Fact]
    public void TwoUnitsThatWereStarted_NameNobody() => Assert.Null(ActorFinder.Of(
        s_off, new ActorClues { Units = [Unit("a.service", "activating", -100), Unit("b.service", "activating", -50)] }));

    [Fact]
    public void CableOfAnEngine_IsTheEnginesBusiness_AndABridgeOfSomebodyElseIsNot()
    {
        ActorClues clues = new() { Engines = [WatchFixture.Seen(ChangeKind.Engine, "container web", 20) with { Group = "docker" }] };
        Assert.Equal("docker?", ActorFinder.Of(Link("veth12ab"), clues)!.ToString());
        Assert.Null(ActorFinder.Of(Link("lan0"), clues));
    }

    private static Draft Link(string name) => new(
        new NetChange { When = WatchFixture.Noon, Kind = ChangeKind.Link, Subject = name, What = "" }, null, null, null, WatchFixture.Noon);

    private static WriteEvent Write(string key, double ms, string name, string? unit) =>
        new(WatchFixture.Noon.AddMilliseconds(ms), key, new SeenProcess { ProcessId = 863, Name = name, Unit = unit });

    private static UnitEvent Unit(string name, string state, double ms) =>
        new() { At = WatchFixture.Noon.AddMilliseconds(ms), Unit = name, State = state };
}
