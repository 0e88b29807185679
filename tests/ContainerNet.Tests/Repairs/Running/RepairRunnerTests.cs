using System.Runtime.Versioning;
using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Running;

/// <summary>All or nothing, written down before it happens, never on facts that moved on.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RepairRunnerTests
{
    private const string Key = "net.ipv4.ip_forward";
    private const string Setting = "/proc/sys/net/ipv4/ip_forward";
    private const string DropIn = "/etc/sysctl.d/zz-containernet-net.ipv4.ip_forward.conf";

    private static readonly RepairPlan s_forwarding = new()
    {
        Code = "CN1001",
        Subject = "host",
        Title = "Switch forwarding on",
        Steps =
        [
            new SysctlStep { Description = "set", Key = Key, Value = "1", Before = "0" },
            new FileStep { Description = "write", Path = DropIn, Content = Key + " = 1\n", Before = null },
        ],
    };

    private static readonly RepairPlan s_failing = s_forwarding with
    {
        Steps = [.. s_forwarding.Steps, new CommandStep { Description = "fail", Command = CommandLine.Of("false"), Inverse = null }],
    };

    [Fact]
    public async Task Plan_IsAppliedJournaledAndUndone()
    {
        using TemporaryRoot root = Host();
        RepairRunner runner = Runner(root);

        RepairResult result = await runner.ApplyAsync(s_forwarding, _ => Task.FromResult(false), CancellationToken.None);

        Assert.Equal(RepairStatus.Repaired, result.Status);
        Assert.Equal("1", root.Text(Setting).Trim());
        Assert.Equal(Key + " = 1\n", root.Text(DropIn));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, Mode(root, DropIn));
        JournalRecord record = Assert.Single(runner.Journal.ReadAll());
        Assert.Equal((RepairState.Done, 2, 2), (record.State, record.Started, record.Finished));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(root, $"{RepairJournal.Folder}/{result.Id}.json"));

        RepairResult undone = await runner.UndoAsync(result.Id, CancellationToken.None);

        Assert.Equal(RepairStatus.Undone, undone.Status);
        Assert.Equal("0", root.Text(Setting).Trim());
        Assert.False(root.Has(DropIn));
        Assert.Equal(RepairStatus.NotNeeded, (await runner.UndoAsync(result.Id, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task SecondRun_ChangesNothing()
    {
        using TemporaryRoot root = Host();
        await Runner(root).ApplyAsync(s_forwarding, CancellationToken.None);

        RepairResult second = await Runner(root).ApplyAsync(s_forwarding, CancellationToken.None);

        Assert.Equal(RepairStatus.NotNeeded, second.Status);
        Assert.Single(new RepairJournal(Changes(root)).ReadAll());
    }

    [Fact]
    public async Task SamePlanForTwoFindings_RunsOnce()
    {
        using TemporaryRoot root = Host();
        StubHost host = new(_ => StubHost.Ok);
        RepairRunner runner = new(new LinuxChanges(host, root.Path));
        RepairPlan plan = Command("up", "down");

        RepairResult first = await runner.ApplyAsync(plan, CancellationToken.None);
        RepairResult second = await runner.ApplyAsync(plan with { Code = "CN3016" }, CancellationToken.None);

        Assert.Equal(["up"], host.Ran);
        Assert.Equal(RepairStatus.NotNeeded, second.Status);
        Assert.Contains(second.Notes, n => n.Contains(first.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FailedStep_UndoesTheStepsBefore()
    {
        using TemporaryRoot root = Host();

        RepairResult result = await Runner(root).ApplyAsync(s_failing, CancellationToken.None);

        Assert.Equal(RepairStatus.RolledBack, result.Status);
        Assert.Contains(result.Notes, n => n.Contains("no such thing", StringComparison.Ordinal));
        Assert.Equal("0", root.Text(Setting).Trim());
        Assert.False(root.Has(DropIn));
        Assert.Equal(RepairState.RolledBack, Assert.Single(new RepairJournal(Changes(root)).ReadAll()).State);
    }

    [Fact]
    public async Task FindingStillThere_SaysSo()
    {
        using TemporaryRoot root = Host();

        RepairResult result = await Runner(root).ApplyAsync(s_forwarding, _ => Task.FromResult(true), CancellationToken.None);

        Assert.Equal(RepairStatus.StillBroken, result.Status);
    }

    [Fact]
    public async Task FactsMovedOn_IsRefusedBeforeAnythingIsWritten()
    {
        using TemporaryRoot root = Host();
        root.Put(DropIn, "# mine\n");

        ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(
            () => Runner(root).ApplyAsync(s_forwarding, CancellationToken.None));

        Assert.Equal(Problem.RepairConflict, e.Problem);
        Assert.Equal("0", root.Text(Setting).Trim());
        Assert.Empty(new RepairJournal(Changes(root)).ReadAll());
    }

    /// <summary>Killed between the note and the deed, and between the deed and the note: Undo ends in the old state.</summary>
    [Theory]
    [InlineData(1, 0, false, false)]
    [InlineData(1, 0, true, false)]
    [InlineData(2, 1, true, false)]
    [InlineData(2, 1, true, true)]
    [InlineData(2, 2, true, true)]
    public async Task KilledInTheMiddle_UndoFinishes(int started, int finished, bool set, bool written)
    {
        using TemporaryRoot root = Host();
        RepairJournal journal = new(Changes(root));
        JournalRecord record = journal.Write(journal.Begin(s_forwarding) with
        {
            State = RepairState.Running, Started = started, Finished = finished,
        });
        root.Put(Setting, set ? "1\n" : "0\n");
        if (written)
        {
            root.Put(DropIn, Key + " = 1\n");
        }

        Assert.True(journal.Read(record.Id).IsInterrupted);
        RepairResult result = await Runner(root).UndoAsync(record.Id, CancellationToken.None);

        Assert.Equal(RepairStatus.Undone, result.Status);
        Assert.Equal("0", root.Text(Setting).Trim());
        Assert.False(root.Has(DropIn));
    }

    /// <summary>The process ends at every single change of the host in turn; the journal always knows enough.</summary>
    [Fact]
    public async Task KilledAtEveryChange_JournalTellsAndUndoCompletes()
    {
        for (int survives = 0; survives < 7; survives++)
        {
            using TemporaryRoot root = Host();
            DyingChanges dying = new(Changes(root), survives);
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => new RepairRunner(dying).ApplyAsync(s_failing, CancellationToken.None));

            foreach (JournalRecord record in new RepairJournal(Changes(root)).ReadAll())
            {
                await Runner(root).UndoAsync(record.Id, CancellationToken.None);
            }

            Assert.Equal("0", root.Text(Setting).Trim());
            Assert.False(root.Has(DropIn));
        }
    }

    [Fact]
    public async Task UndoAfterSomebodyElseChangedIt_IsRefused()
    {
        using TemporaryRoot root = Host();
        RepairResult result = await Runner(root).ApplyAsync(s_forwarding, CancellationToken.None);
        root.Put(DropIn, "# edited\n");

        ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(
            () => Runner(root).UndoAsync(result.Id, CancellationToken.None));

        Assert.Equal(Problem.RepairConflict, e.Problem);
        Assert.Equal("# edited\n", root.Text(DropIn));
    }

    /// <summary>The second step could be taken back and the first could not: neither is.</summary>
    [Fact]
    public async Task UndoWhereOneStepMovedOn_ChangesNothing_AndSaysWhatIsThere()
    {
        using TemporaryRoot root = Host();
        RepairResult result = await Runner(root).ApplyAsync(s_forwarding, CancellationToken.None);
        root.Put(Setting, "2\n");

        ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(
            () => Runner(root).UndoAsync(result.Id, CancellationToken.None));

        Assert.Equal(Problem.RepairConflict, e.Problem);
        Assert.Contains($"{Key} is 2 now; this repair had set it from 0 to 1.", e.Message, StringComparison.Ordinal);
        Assert.True(root.Has(DropIn));
        Assert.Equal(RepairState.Done, new RepairJournal(Changes(root)).Read(result.Id).State);
    }

    [Fact]
    public async Task ForcedUndo_TakesBackItsOwn_AndSaysWhatItLeft()
    {
        using TemporaryRoot root = Host();
        RepairResult result = await Runner(root).ApplyAsync(s_forwarding, CancellationToken.None);
        root.Put(Setting, "2\n");

        RepairResult undone = await Runner(root).UndoAsync(result.Id, force: true, CancellationToken.None);

        Assert.Equal(RepairStatus.Undone, undone.Status);
        Assert.Equal([$"Left alone: {Key} is 2 now; this repair had set it from 0 to 1."], undone.Notes);
        Assert.Equal("2", root.Text(Setting).Trim());
        Assert.False(root.Has(DropIn));
        Assert.Equal(undone.Notes, Assert.Single(Runner(root).History()).Notes);
    }

    [Fact]
    public async Task PlanOfAnUndo_IsWhatItWouldChange_TheLastStepFirst()
    {
        using TemporaryRoot root = Host();
        RepairResult result = await Runner(root).ApplyAsync(s_forwarding, CancellationToken.None);

        RepairPlan plan = await Runner(root).PlanUndoAsync(result.Id, force: false, CancellationToken.None);

        Assert.Equal("Take back: Switch forwarding on", plan.Title);
        Assert.Equal([$"Remove {DropIn}", $"Set {Key} from 1 back to 0"], plan.Steps.Select(s => s.Description));
        Assert.Equal("1", root.Text(Setting).Trim());
        await Runner(root).UndoAsync(result.Id, CancellationToken.None);
        Assert.Empty((await Runner(root).PlanUndoAsync(result.Id, force: false, CancellationToken.None)).Steps);
    }

    [Fact]
    public async Task UndoOfWhatSomebodyTookBackAlready_SaysSo()
    {
        using TemporaryRoot root = Host();
        RepairResult result = await Runner(root).ApplyAsync(s_forwarding, CancellationToken.None);
        root.Put(Setting, "0\n");
        Changes(root).RemoveFile(DropIn);

        RepairResult undone = await Runner(root).UndoAsync(result.Id, CancellationToken.None);

        Assert.Equal(RepairStatus.Undone, undone.Status);
        Assert.Equal(["Nothing of it was left on the host."], undone.Notes);
    }

    [Fact]
    public async Task History_IsNewestFirst_WithWhatBecameOfEach()
    {
        using TemporaryRoot root = Host();
        RepairRunner runner = Runner(root);
        RepairResult first = await runner.ApplyAsync(s_forwarding, CancellationToken.None);
        await runner.UndoAsync(first.Id, CancellationToken.None);
        await runner.ApplyAsync(s_forwarding, _ => Task.FromResult(true), CancellationToken.None);
        JournalRecord killed = runner.Journal.Write(runner.Journal.Begin(s_forwarding) with
        {
            State = RepairState.Running, Started = 1, At = DateTimeOffset.UtcNow.AddMinutes(1),
        });
        root.Put($"{RepairJournal.Folder}/torn.json", "{");

        List<string> unreadable = [];
        IReadOnlyList<RepairResult> history = runner.History(unreadable.Add);

        Assert.Equal([RepairStatus.Interrupted, RepairStatus.StillBroken, RepairStatus.Undone], history.Select(r => r.Status));
        Assert.Equal(killed.Id, history[0].Id);
        Assert.Equal([$"{RepairJournal.Folder}/torn.json"], unreadable);
        using IDisposable? held = Changes(root).TryLock("/run/containernet.lock");
        Assert.Equal(RepairStatus.Running, runner.History()[0].Status);
    }

    /// <summary>An engine wrote a rule between the look and the repair: looked at again, it is done.</summary>
    [Fact]
    public async Task ChangedBetweenLookAndRepair_IsPlannedAgain()
    {
        using TemporaryRoot root = Host();
        root.Put(DropIn, "# an engine's\n");

        RepairResult result = await Runner(root).ApplyAsync(
            s_forwarding,
            _ => Task.FromResult(false),
            _ => Task.FromResult(s_forwarding with { Steps = [s_forwarding.Steps[0]] }),
            CancellationToken.None);

        Assert.Equal(RepairStatus.Repaired, result.Status);
        Assert.Single(result.Notes, n => n.Contains("looked at again", StringComparison.Ordinal));
        Assert.Equal("1", root.Text(Setting).Trim());
        Assert.Equal("# an engine's\n", root.Text(DropIn));
    }

    /// <summary>An engine wrote at the same time, and something is left to do.</summary>
    [Fact]
    public async Task StillBroken_IsPlannedAgainAndDoneAgain()
    {
        using TemporaryRoot root = Host();
        StubHost host = new(_ => StubHost.Ok);
        RepairRunner runner = new(new LinuxChanges(host, root.Path));
        int looks = 0;
        RepairPlan plan = Command("up", "down");

        RepairResult result = await runner.ApplyAsync(
            plan, _ => Task.FromResult(++looks < 3), _ => Task.FromResult(plan), CancellationToken.None);

        Assert.Equal(RepairStatus.Repaired, result.Status);
        Assert.Equal(["up", "up", "up"], host.Ran);
        Assert.Equal([RepairStatus.Repaired, RepairStatus.StillBroken, RepairStatus.StillBroken], runner.History().Select(r => r.Status).Order());
    }

    [Fact]
    public async Task NeverAtRest_IsRefusedInTheEnd()
    {
        using TemporaryRoot root = Host();
        root.Put(DropIn, "# an engine's\n");

        ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(() => Runner(root).ApplyAsync(
            s_forwarding, _ => Task.FromResult(false), _ => Task.FromResult(s_forwarding), CancellationToken.None));

        Assert.Equal(Problem.RepairConflict, e.Problem);
    }

    [Fact]
    public async Task SecondRunnerMeanwhile_IsRefused()
    {
        using TemporaryRoot root = Host();
        using IDisposable? held = Changes(root).TryLock("/run/containernet.lock");
        RepairRunner runner = new(Changes(root)) { LockLimit = TimeSpan.FromMilliseconds(120) };

        ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(
            () => runner.ApplyAsync(s_forwarding, CancellationToken.None));

        Assert.NotNull(held);
        Assert.Equal(Problem.RepairConflict, e.Problem);
        Assert.Equal("0", root.Text(Setting).Trim());
    }

    [Fact]
    public async Task Cancelled_TakesBackAndThrows()
    {
        using TemporaryRoot root = Host();
        using CancellationTokenSource source = new();
        StubHost host = new(_ =>
        {
            source.Cancel();
            throw new OperationCanceledException(source.Token);
        });
        RepairRunner runner = new(new LinuxChanges(host, root.Path));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.ApplyAsync(s_failing, source.Token));

        Assert.Equal("0", root.Text(Setting).Trim());
        Assert.Equal(RepairState.RolledBack, Assert.Single(runner.Journal.ReadAll()).State);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("no-such-repair")]
    public async Task UnknownId_IsNotFound(string id)
    {
        using TemporaryRoot root = Host();

        Assert.Equal(
            Problem.TargetNotFound,
            (await Assert.ThrowsAsync<ContainerNetException>(() => Runner(root).UndoAsync(id, CancellationToken.None))).Problem);
    }

    [Fact]
    public void JournalFilesThatAreNone_AreSkipped()
    {
        using TemporaryRoot root = Host();
        root.Put($"{RepairJournal.Folder}/a.json", "{ \"Id\": \"a\", \"Pl");
        root.Put($"{RepairJournal.Folder}/b.json", "\0\0\0");

        Assert.Empty(new RepairJournal(Changes(root)).ReadAll());
    }

    private static TemporaryRoot Host()
    {
        TemporaryRoot root = new();
        root.Put(Setting, "0\n");
        return root;
    }

    private static RepairPlan Command(string command, string inverse) => s_forwarding with
    {
        Steps = [new CommandStep { Description = command, Command = CommandLine.Of(command), Inverse = CommandLine.Of(inverse) }],
    };

    private static LinuxChanges Changes(TemporaryRoot root) => new(
        new StubHost(_ => new CommandResult { ExitCode = 1, Output = "", Error = "no such thing" }), root.Path);

    private static RepairRunner Runner(TemporaryRoot root) => new(Changes(root));

    private static UnixFileMode Mode(TemporaryRoot root, string path) => File.GetUnixFileMode(root.Path + path);
}
