using ContainerNet.Hosting;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Repairs;

/// <summary>The same damage and the same plans on a real kernel, carried out by the runner.</summary>
public sealed class KernelRepairTests
{
    [RootFact]
    public async Task RandomDamage_IsMendedAndTakenBack()
    {
        using TemporaryRoot root = new();
        using NamespaceHost kernel = new();
        foreach (string name in (string[])["bookworm-healthy", "trixie-ipv6-rules", "bookworm-matrix-noproxy"])
        {
            RepairHost host = RepairHost.Load(name);
            for (int seed = 0; seed < 4; seed++)
            {
                RepairHost damaged = RandomDamage.Of(host, new Random(seed));
                await LoadAsync(kernel, damaged);
                RepairPlan plan = DockerChainRepair.PlanEngine(damaged.Engine, damaged.Snapshot());
                RepairRunner runner = new(new LinuxChanges(kernel, root.Path));

                RepairResult result = await runner.ApplyAsync(plan, CancellationToken.None);

                Assert.Equal(RepairStatus.Repaired, result.Status);
                Assert.Equal(damaged.After(plan).IPv4.Text(), (await kernel.RulesAsync("iptables-nft")).Text());
                Assert.Equal(Lines(host.IPv4), Lines(await kernel.RulesAsync("iptables-nft")));
                Assert.Equal(Lines(host.IPv6), Lines(await kernel.RulesAsync("ip6tables-nft")));

                Assert.Equal(RepairStatus.Undone, (await runner.UndoAsync(result.Id, CancellationToken.None)).Status);
                Assert.Equal(damaged.IPv4.Text(), (await kernel.RulesAsync("iptables-nft")).Text());
            }
        }
    }

    [RootFact]
    public async Task RulesChangedMeanwhile_IsRefusedAndNothingChanges()
    {
        using TemporaryRoot root = new();
        using NamespaceHost kernel = new();
        RepairHost host = RepairHost.Load("bookworm-nat-docker-deleted");
        await LoadAsync(kernel, host);
        RepairPlan plan = DockerChainRepair.PlanEngine(host.Engine, host.Snapshot());
        await kernel.RunAsync(CommandLine.Of("iptables-nft", "-t", "nat", "-I", "POSTROUTING", "-o", "eth9", "-j", "ACCEPT"), default);
        string before = (await kernel.RulesAsync("iptables-nft")).Text();
        RepairPlan shifted = plan with
        {
            Steps = [.. plan.Steps.Cast<CommandStep>().Select(s => s with
            {
                Before = [new CommandCheck(
                    CommandLine.Of("iptables-nft", "--wait", "5", "--table", "nat", "--list-rules", "POSTROUTING"),
                    string.Join('\n', host.IPv4.Rules("nat", "POSTROUTING").Select(r => $"-A POSTROUTING {r}").Prepend("-P POSTROUTING ACCEPT")))],
            })],
        };

        ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(
            () => new RepairRunner(new LinuxChanges(kernel, root.Path)).ApplyAsync(shifted, CancellationToken.None));

        Assert.Equal(Problem.RepairConflict, e.Problem);
        Assert.Equal(before, (await kernel.RulesAsync("iptables-nft")).Text());
        Assert.Empty(new RepairJournal(new LinuxChanges(kernel, root.Path)).ReadAll());
    }

    [RootFact]
    public async Task ChainMadeMeanwhile_FailsAsAWholeAndRollsBack()
    {
        using TemporaryRoot root = new();
        using NamespaceHost kernel = new();
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        await LoadAsync(kernel, host);
        RepairPlan plan = DockerChainRepair.PlanEngine(host.Engine, host.Snapshot());
        await kernel.RunAsync(CommandLine.Of("iptables-nft", "-t", "nat", "-N", "DOCKER"), default);
        string before = (await kernel.RulesAsync("iptables-nft")).Text();

        RepairResult result = await new RepairRunner(new LinuxChanges(kernel, root.Path)).ApplyAsync(plan, CancellationToken.None);

        Assert.Equal(RepairStatus.RolledBack, result.Status);
        Assert.Contains(result.Notes, n => n.Contains("exists", StringComparison.Ordinal));
        Assert.Equal(before, (await kernel.RulesAsync("iptables-nft")).Text());
    }

    private static async Task LoadAsync(NamespaceHost kernel, RepairHost host)
    {
        await kernel.LoadAsync("iptables-nft", host.IPv4);
        await kernel.LoadAsync("ip6tables-nft", host.IPv6);
    }

    private static IEnumerable<string> Lines(RuleModel model) => model.Text().Split('\n').Order(StringComparer.Ordinal);
}
