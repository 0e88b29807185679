using ContainerNet.Hosting;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Repairs;

/// <summary>Taking a repair of rules back on a real kernel, where somebody changed them since.</summary>
public sealed class KernelUndoTests
{
    private const string Name = "bookworm-firewalld-late";
    private static readonly string[] s_mine = ["-t", "nat", "-D", "PREROUTING", "-m", "addrtype", "--dst-type", "LOCAL", "-j", "DOCKER"];

    [RootFact]
    public async Task OwnRuleGone_IsRefusedBeforeAnythingChanges_AndForcedWithAWord()
    {
        using TemporaryRoot root = new();
        using NamespaceHost kernel = new();
        RepairRunner runner = new(new LinuxChanges(kernel, root.Path));
        (RepairHost host, string id) = await RepairedAsync(kernel, runner);
        await IptablesAsync(kernel, s_mine);
        string now = (await kernel.RulesAsync("iptables-nft")).Text();

        ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(() => runner.UndoAsync(id, CancellationToken.None));

        Assert.Equal(Problem.RepairConflict, e.Problem);
        Assert.Contains("'-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER' of table nat (ip)", e.Message, StringComparison.Ordinal);
        Assert.Equal(now, (await kernel.RulesAsync("iptables-nft")).Text());
        Assert.Equal(RepairState.Done, runner.Journal.Read(id).State);

        RepairResult forced = await runner.UndoAsync(id, force: true, CancellationToken.None);

        Assert.Equal(RepairStatus.Undone, forced.Status);
        Assert.Contains(forced.Notes, n => n.StartsWith("Left alone: '-A PREROUTING", StringComparison.Ordinal));
        Assert.Equal(host.IPv4.Text(), (await kernel.RulesAsync("iptables-nft")).Text());
    }

    [RootFact]
    public async Task ForeignRuleBesideThem_StaysAndDoesNotMatter()
    {
        using TemporaryRoot root = new();
        using NamespaceHost kernel = new();
        RepairRunner runner = new(new LinuxChanges(kernel, root.Path));
        (RepairHost host, string id) = await RepairedAsync(kernel, runner);
        await IptablesAsync(kernel, ["-I", "FORWARD", "-s", "198.51.100.7", "-j", "DROP"]);
        host.IPv4.Rules("filter", "FORWARD").Insert(0, "-s 198.51.100.7/32 -j DROP");

        await runner.UndoAsync(id, CancellationToken.None);

        Assert.Equal(host.IPv4.Text(), (await kernel.RulesAsync("iptables-nft")).Text());
    }

    /// <summary>Killed before the note that it is done, and then somebody took a rule away: it is not called undone.</summary>
    [RootFact]
    public async Task KilledAndThenChanged_IsNotCalledUndone()
    {
        using TemporaryRoot root = new();
        using NamespaceHost kernel = new();
        RepairRunner runner = new(new LinuxChanges(kernel, root.Path));
        (_, string id) = await RepairedAsync(kernel, runner);
        JournalRecord record = runner.Journal.Read(id);
        runner.Journal.Write(record with { State = RepairState.Running, Finished = record.Finished - 1 });
        await IptablesAsync(kernel, s_mine);

        ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(() => runner.UndoAsync(id, CancellationToken.None));

        Assert.Equal(Problem.RepairConflict, e.Problem);
        Assert.True(runner.Journal.Read(id).IsInterrupted);
    }

    /// <summary>Two that looked at the same time: the raw table was not there, and both would fill it.</summary>
    [RootFact]
    public async Task SamePlanTwice_SecondIsRefused()
    {
        using TemporaryRoot root = new();
        using NamespaceHost kernel = new();
        RepairHost healthy = RepairHost.Load("forky-matrix-proxy");
        RepairHost host = healthy with { IPv4 = healthy.IPv4.Copy() };
        host.IPv4.RemoveTable("raw");
        await kernel.LoadAsync("iptables-nft", host.IPv4);
        await kernel.LoadAsync("ip6tables-nft", host.IPv6);
        RepairPlan plan = DockerChainRepair.PlanEngine(host.Engine, host.Snapshot());
        Assert.NotEmpty(plan.Steps);
        await new RepairRunner(new LinuxChanges(kernel, root.Path)).ApplyAsync(plan, CancellationToken.None);
        string once = (await kernel.RulesAsync("iptables-nft")).Text();

        ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(
            () => new RepairRunner(new LinuxChanges(kernel, root.Path)).ApplyAsync(plan, CancellationToken.None));

        Assert.Equal(Problem.RepairConflict, e.Problem);
        Assert.Equal(once, (await kernel.RulesAsync("iptables-nft")).Text());
    }

    private static async Task<(RepairHost Host, string Id)> RepairedAsync(NamespaceHost kernel, RepairRunner runner)
    {
        RepairHost host = RepairHost.Load(Name);
        await kernel.LoadAsync("iptables-nft", host.IPv4);
        await kernel.LoadAsync("ip6tables-nft", host.IPv6);
        RepairResult result = await runner.ApplyAsync(DockerChainRepair.PlanEngine(host.Engine, host.Snapshot()), CancellationToken.None);
        Assert.Equal(RepairStatus.Repaired, result.Status);
        return (host, result.Id);
    }

    private static async Task IptablesAsync(NamespaceHost kernel, string[] arguments)
    {
        CommandResult result = await kernel.RunAsync(CommandLine.Of(["iptables-nft", .. arguments]), default);
        Assert.True(result.Succeeded, result.Error);
    }
}
