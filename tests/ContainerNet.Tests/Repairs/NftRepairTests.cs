using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs.Running;
using ContainerNet.Sources;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Repairs;

/// <summary>Docker 29's own nftables table, against hosts on which it wrote it, and in the kernel of this machine.</summary>
public sealed class NftRepairTests
{
    public static TheoryData<string> Hosts() => ["docker29-nftables-proxy", "docker29-nftables-noproxy"];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void NeverDamaged_NothingToDo(string name)
    {
        Snapshot facts = Load(name);

        Assert.Empty(Texts(DockerChainRepair.PlanEngine(facts.Engines[0], facts)));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void EverythingDeleted_BringsBackTheSameRules(string name)
    {
        Snapshot facts = Load(name);
        string[] expected = [.. facts.Chains.SelectMany(c => c.Rules.Select(r => $"add rule {c.Table.Family} docker-bridges {c.Name} {r.Text}"))];

        RepairPlan plan = DockerChainRepair.PlanEngine(facts.Engines[0], facts with { Chains = [], Sets = [] });

        string[] written = [.. Texts(plan).SelectMany(t => t.Split('\n')).Where(l => l.StartsWith("add rule ", StringComparison.Ordinal))];
        Assert.Equal(expected.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
        Assert.All(plan.Steps.Cast<CommandStep>(), s => Assert.StartsWith("delete table ", s.Inverse!.Input, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void ContainerThatWentMeanwhile_HasItsRulesTakenOutAgain(string name)
    {
        Snapshot facts = Load(name);
        Container gone = facts.Containers.First(c => c.IsRunning && c.ActivePorts.Count > 0);
        Snapshot without = facts with { Containers = [.. facts.Containers.Where(c => c != gone)] };

        Assert.Empty(DockerChainRepair.PlanEngine(facts.Engines[0], without).Steps);
        RepairPlan plan = DockerChainRepair.PlanEngine(facts.Engines[0], without, method: null, facts);

        Assert.NotEmpty(plan.Steps);
        Assert.All(plan.Steps, s => Assert.Matches("^Take [0-9]+ stale rules? out of table ip6? docker-bridges ", s.Description));
        Assert.DoesNotContain(Texts(plan), text => text.Contains("flush table", StringComparison.Ordinal));
    }

    [Fact]
    public void RuleThatCannotBeWrittenBack_IsRefusedWithItsText()
    {
        Snapshot facts = Load("docker29-nftables-proxy");
        FirewallChain damaged = facts.Chains.First(c => c.Name == "raw-PREROUTING");
        FirewallRule odd = damaged.Rules[0] with { Text = "tproxy to :1", Action = RuleAction.Unknown };
        facts = facts with { Chains = [.. facts.Chains.Where(c => c != damaged), damaged with { Rules = [odd] }] };

        ContainerNetException e = Assert.Throws<ContainerNetException>(() => DockerChainRepair.PlanEngine(facts.Engines[0], facts));

        Assert.Equal(Problem.RepairUnsupported, e.Problem);
        Assert.Contains("tproxy to :1", e.Message, StringComparison.Ordinal);
    }

    [RootFact]
    public async Task RandomDamage_IsMendedAndTakenBack()
    {
        foreach (string name in (string[])["docker29-nftables-proxy", "docker29-nftables-noproxy"])
        {
            using TemporaryRoot root = new();
            using NamespaceHost kernel = new();
            Snapshot facts = Load(name);
            RepairRunner runner = new(new LinuxChanges(kernel, root.Path));
            await runner.ApplyAsync(DockerChainRepair.PlanEngine(facts.Engines[0], facts with { Chains = [], Sets = [] }), default);
            string healthy = await ListAsync(kernel);
            for (int seed = 0; seed < 5; seed++)
            {
                string where = $"{name} seed {seed}";
                await DamageAsync(kernel, new Random(seed));
                string damaged = await ListAsync(kernel);
                RepairPlan plan = DockerChainRepair.PlanEngine(facts.Engines[0], await ReadAsync(kernel, facts));

                RepairResult result = await new RepairRunner(new LinuxChanges(kernel, root.Path)).ApplyAsync(plan, default);

                Assert.True(result.Status is RepairStatus.Repaired or RepairStatus.NotNeeded, $"{where}: {string.Join(' ', result.Notes)}");
                AssertSame(Lines(healthy), Lines(await ListAsync(kernel)), where);
                Assert.Empty(Texts(DockerChainRepair.PlanEngine(facts.Engines[0], await ReadAsync(kernel, facts))));
                if (result.Id.Length > 0)
                {
                    await runner.UndoAsync(result.Id, default);
                    AssertSame(Lines(damaged), Lines(await ListAsync(kernel)), where + " undone");
                    plan = DockerChainRepair.PlanEngine(facts.Engines[0], await ReadAsync(kernel, facts));
                    await new RepairRunner(new LinuxChanges(kernel, root.Path)).ApplyAsync(plan, default);
                }
            }
        }
    }

    [RootFact]
    public async Task ForeignRulesAndCounters_Stay()
    {
        using TemporaryRoot root = new();
        using NamespaceHost kernel = new();
        Snapshot facts = Load("docker29-nftables-proxy");
        RepairRunner runner = new(new LinuxChanges(kernel, root.Path));
        await runner.ApplyAsync(DockerChainRepair.PlanEngine(facts.Engines[0], facts with { Chains = [], Sets = [] }), default);
        await NftAsync(kernel, """
            insert rule ip docker-bridges filter-forward-in__mx1 ip saddr 203.0.113.7 counter packets 7 bytes 420 drop comment "mine"
            add rule ip docker-bridges filter-forward-in__mx1 counter packets 3 bytes 180 comment "last"
            """);
        string before = (await kernel.RunAsync(CommandLine.Of("nft", "list", "chain", "ip", "docker-bridges", "filter-forward-in__mx1"), default)).Output;
        Snapshot now = await ReadAsync(kernel, facts);
        FirewallRule port = now.Chains.First(c => c.Name == "filter-forward-in__mx1").Rules.First(r => r.Text.Contains("tcp dport 80 ", StringComparison.Ordinal));
        await NftAsync(kernel, $"delete rule ip docker-bridges filter-forward-in__mx1 handle {port.Handle}");

        await runner.ApplyAsync(DockerChainRepair.PlanEngine(facts.Engines[0], await ReadAsync(kernel, facts)), default);

        string after = (await kernel.RunAsync(CommandLine.Of("nft", "list", "chain", "ip", "docker-bridges", "filter-forward-in__mx1"), default)).Output;
        Assert.Equal(before, after);
    }

    /// <summary>dockerd writes on after a repair: what it wrote must not go with what is taken back.</summary>
    [RootFact]
    public async Task UndoAfterOthersWrote_IsRefused_AndLeavesTheirRules()
    {
        using TemporaryRoot root = new();
        using NamespaceHost kernel = new();
        Snapshot facts = Load("docker29-nftables-proxy");
        RepairRunner runner = new(new LinuxChanges(kernel, root.Path));
        RepairResult whole = await runner.ApplyAsync(
            DockerChainRepair.PlanEngine(facts.Engines[0], facts with { Chains = [], Sets = [] }), default);
        await NftAsync(kernel, "flush chain ip docker-bridges nat-prerouting-and-output");
        RepairResult chain = await runner.ApplyAsync(
            DockerChainRepair.PlanEngine(facts.Engines[0], await ReadAsync(kernel, facts)), default);
        await NftAsync(kernel, """
            add rule ip docker-bridges nat-prerouting-and-output tcp dport 31000 counter dnat to 172.17.0.9:80 comment "DNAT"
            add chain ip docker-bridges filter-forward-in__new
            """);
        string listing = await ListAsync(kernel);

        foreach (string id in (string[])[chain.Id, whole.Id])
        {
            ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(() => runner.UndoAsync(id, default));
            Assert.Equal(Problem.RepairConflict, e.Problem);
            Assert.Equal(listing, await ListAsync(kernel));
        }

        RepairResult forced = await runner.UndoAsync(chain.Id, force: true, default);
        Assert.Contains(forced.Notes, n => n.Contains("nat-prerouting-and-output", StringComparison.Ordinal));
        Assert.Equal(listing, await ListAsync(kernel));
    }

    /// <summary>Rules, chains, entries of maps and whole tables go, and rules come to stand in the wrong place.</summary>
    private static async Task DamageAsync(NamespaceHost kernel, Random random)
    {
        if (random.Next(6) == 0)
        {
            await NftAsync(kernel, random.Next(2) == 0 ? "flush ruleset" : "delete table ip6 docker-bridges");
            return;
        }

        Reading<FirewallFacts> read = await FirewallReader.ReadAsync(kernel.Entered, FactKinds.Firewall | FactKinds.Firewall6, default);
        double share = random.NextDouble();
        List<string> script = [];
        foreach (FirewallChain chain in read.Value.Chains)
        {
            string place = $"{chain.Table.Family} {chain.Table.Name} {chain.Name}";
            foreach (FirewallRule rule in chain.Rules.Where(_ => random.NextDouble() < share))
            {
                script.Add($"delete rule {place} handle {rule.Handle}");
                if (random.Next(4) == 0)
                {
                    script.Add($"insert rule {place} {rule.Text}");
                }
            }
        }

        foreach (FirewallSet map in read.Value.Sets)
        {
            script.AddRange(map.Elements!.Where(_ => random.NextDouble() < share / 2)
                .Select(e => $"delete element {map.Table!.Value.Family} {map.Table.Value.Name} {map.Name} {{ \"{e.Key}\" }}"));
        }

        await NftAsync(kernel, string.Join('\n', script));
    }

    private static async Task NftAsync(NamespaceHost kernel, string script)
    {
        CommandResult result = await kernel.RunAsync(CommandLine.Of("nft", "-f", "-") with { Input = script + "\n" }, default);
        Assert.True(result.Succeeded, result.Error);
    }

    private static async Task<string> ListAsync(NamespaceHost kernel) =>
        (await kernel.RunAsync(CommandLine.Of("nft", "--stateless", "list", "ruleset"), default)).Output;

    /// <summary>Each rule with its chain, in any order: ports of one chain stand as they come, and so do members of a set.</summary>
    private static IEnumerable<string> Lines(string listing)
    {
        string chain = "";
        List<string> lines = [];
        foreach (string line in listing.Split('\n'))
        {
            chain = line.StartsWith("table", StringComparison.Ordinal) || line.StartsWith("\tchain", StringComparison.Ordinal) ? line : chain;
            string rule = line.Replace("elements = {", "", StringComparison.Ordinal).Trim(' ', '\t', ',', '}');
            lines.Add($"{chain} {string.Join(' ', rule.Split(' ').Select(word => word.TrimEnd(',')).Order(StringComparer.Ordinal))}");
        }

        return lines.Where(l => l.Trim().Length > 0).Order(StringComparer.Ordinal);
    }

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> found, string where)
    {
        List<string> missing = [.. expected], extra = [];
        foreach (string line in found)
        {
            if (!missing.Remove(line))
            {
                extra.Add(line);
            }
        }

        Assert.True(missing.Count + extra.Count == 0, $"{where}\nmissing:\n{string.Join('\n', missing)}\nextra:\n{string.Join('\n', extra)}");
    }

    private static async Task<Snapshot> ReadAsync(NamespaceHost kernel, Snapshot facts)
    {
        Reading<FirewallFacts> read = await FirewallReader.ReadAsync(kernel.Entered, FactKinds.Firewall | FactKinds.Firewall6, default);
        return facts with { Chains = read.Value.Chains, Sets = read.Value.Sets };
    }

    private static IEnumerable<string> Texts(RepairPlan plan) => plan.Steps.Cast<CommandStep>().Select(s => s.Command.Input!);

    private static Snapshot Load(string name) =>
        SnapshotJson.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "repairs", name, "snapshot.json")), name);
}
