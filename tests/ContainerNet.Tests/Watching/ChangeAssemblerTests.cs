namespace ContainerNet.Watching;

public sealed class ChangeAssemblerTests
{
    [Fact]
    public void SwitchThatTheKernelCopies_IsOneChange()
    {
        Draft draft = Assert.Single(ChangeAssembler.Combine(
        [
            Switch("IPv4 forwarding", "", true), Switch("IPv4 forwarding of new interfaces", "IPv4 forwarding", true),
            Switch("IPv4 forwarding of eth0", "IPv4 forwarding", true), Switch("IPv4 forwarding of docker0", "IPv4 forwarding", true),
        ]));
        Assert.Equal("IPv4 forwarding was switched off, on 2 interfaces and for new ones.", draft.Change.What);
        Assert.Equal(("on", "off", 4), (draft.Change.Before, draft.Change.After, draft.Change.Events));
    }

    [Fact]
    public void OneInterfaceThatDiffers_StaysAChangeOfItsOwn()
    {
        IReadOnlyList<Draft> drafts = ChangeAssembler.Combine(
        [
            Switch("IPv4 forwarding", "", true), Switch("IPv4 forwarding of eth0", "IPv4 forwarding", true),
            Switch("IPv4 forwarding of docker0", "IPv4 forwarding", true), Switch("IPv4 forwarding of docker0", "IPv4 forwarding", false),
        ]);
        Assert.Equal(["IPv4 forwarding", "IPv4 forwarding of docker0"], drafts.Select(d => d.Change.Subject));
    }

    [Fact]
    public void OffAndOnAgain_IsTold()
    {
        Draft draft = Assert.Single(ChangeAssembler.Combine([Switch("IPv4 forwarding", "", true), Switch("IPv4 forwarding", "", false)]));
        Assert.Equal("IPv4 forwarding was switched on, and on again.", draft.Change.What.Replace("switched off", "switched on", StringComparison.Ordinal));
        Assert.Equal("on", draft.Change.After);
    }

    [Fact]
    public void TenThousandTransactionsOfOneProgram_AreOneChange()
    {
        SeenProcess by = new() { ProcessId = 7, Name = "iptables", ParentName = "dockerd", Unit = "docker.service" };
        Draft draft = Assert.Single(ChangeAssembler.Combine([.. Enumerable.Range(1, 10_000).Select(i => Rules(by, i))]));
        Assert.Equal("iptables changed ip filter in 10000 transactions: 10000 rules added.", draft.Change.What);
        Assert.Equal(10_000, draft.Change.Events);
        Assert.Equal(("generation 0", "generation 10000"), (draft.Change.Before, draft.Change.After));
    }

    [Fact]
    public void CallThatEndedTooSoon_BelongsToTheOnlyProgramOfThatName()
    {
        SeenProcess gone = new() { ProcessId = 8, Name = "iptables" };
        SeenProcess known = new() { ProcessId = 9, Name = "iptables", ParentName = "dockerd", Unit = "docker.service" };
        Draft draft = Assert.Single(ChangeAssembler.Combine([Rules(gone, 1), Rules(known, 2), Rules(gone, 3)]));
        Assert.Equal("docker.service", draft.By!.Unit);
    }

    [Fact]
    public void CallThatEndedTooSoon_BelongsToNobody_WhereTwoMayHaveMadeIt()
    {
        SeenProcess gone = new() { ProcessId = 8, Name = "iptables" };
        SeenProcess one = new() { ProcessId = 9, Name = "iptables", ParentName = "dockerd", Unit = "docker.service" };
        SeenProcess other = new() { ProcessId = 10, Name = "iptables", ParentName = "bash", Unit = "session-2.scope" };
        Assert.Equal(3, ChangeAssembler.Combine([Rules(gone, 1), Rules(one, 2), Rules(other, 3)]).Count);
    }

    [Fact]
    public void FloodOfInterfaces_IsBounded()
    {
        IReadOnlyList<Draft> drafts = ChangeAssembler.Combine(
            [.. Enumerable.Range(0, 500).Select(i => WatchFixture.Seen(ChangeKind.Link, $"veth{i}", i))]);
        Assert.Equal(12, drafts.Count);
        Assert.StartsWith("489 more changes of kind Link came together: veth11, ", drafts[^1].Change.What, StringComparison.Ordinal);
        Assert.Equal(500, drafts.Sum(d => d.Change.Events));
    }

    [Fact]
    public void UnitThatIsRestarted_IsOneChange_WithEveryState()
    {
        Draft draft = Assert.Single(ChangeAssembler.Combine(
        [
            WatchFixture.Seen(ChangeKind.Unit, "firewalld.service") with { Before = "active", After = "deactivating" },
            WatchFixture.Seen(ChangeKind.Unit, "firewalld.service") with { Before = "deactivating", After = "activating" },
            WatchFixture.Seen(ChangeKind.Unit, "firewalld.service") with { Before = "activating", After = "active" },
        ]));
        Assert.Equal("firewalld.service went from active to deactivating, activating, active.", draft.Change.What);
    }

    private static Sighting Switch(string subject, string group, bool was) => WatchFixture.Seen(ChangeKind.Forwarding, subject) with
    {
        Group = group,
        Before = was ? "on" : "off",
        After = was ? "off" : "on",
        Words = $"{subject} was switched {(was ? "off" : "on")}.",
    };

    private static Sighting Rules(SeenProcess by, int generation) => WatchFixture.Seen(ChangeKind.Rules, "ip filter", generation / 100.0) with
    {
        By = by,
        Group = $"rules by {by.Name} of {by.Unit} from {by.ParentName}",
        Before = $"generation {generation - 1}",
        After = $"generation {generation}",
        Rules = new RuleCounts { Transactions = 1, Tables = ["ip filter"], RulesAdded = 1, Generation = (uint)generation },
    };
}
