using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Docker;

/// <summary>Whether a transaction took effect, and what others changed since: told from the rules of now alone.</summary>
public sealed class RuleTransactionTests
{
    public static TheoryData<string> Hosts() =>
        ["bookworm-firewalld-late", "bookworm-firewalld-reload", "bookworm-nat-docker-deleted"];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void NeverRan_IsOld(string name)
    {
        RepairHost host = RepairHost.Load(name);
        foreach (CommandStep step in Steps(host))
        {
            Assert.True(Compare(step, host).IsOld, step.Description);
        }
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Ran_IsNewAndHasNoConflict(string name)
    {
        RepairHost host = RepairHost.Load(name);
        RepairHost after = host.After(Plan(host));
        foreach (CommandStep step in Steps(host))
        {
            RuleComparison now = Compare(step, after);
            Assert.False(now.IsOld, step.Description);
            Assert.Empty(now.Conflicts);
        }
    }

    /// <summary>Taken back by what is the transaction's own alone, the host is as before where nothing was moved.</summary>
    [Theory]
    [InlineData("bookworm-firewalld-late")]
    [InlineData("bookworm-nat-docker-deleted")]
    public void Own_GivesTheOldStateBack(string name)
    {
        RepairHost host = RepairHost.Load(name);
        RepairHost after = host.After(Plan(host));

        foreach (CommandStep step in Steps(host).Reverse())
        {
            after = after with { IPv4 = after.IPv4.Restore(Compare(step, after).Own!.Input!) };
        }

        Assert.Equal(host.IPv4.Text(), after.IPv4.Text());
    }

    [Fact]
    public void ForeignRuleInAChainThatStays_IsNoConflict()
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        RepairHost after = host.After(Plan(host));
        after.IPv4.Rules("filter", "FORWARD").Insert(0, "-s 198.51.100.7/32 -j DROP");

        Assert.Empty(Compare(Filter(host), after).Conflicts);
    }

    [Fact]
    public void OwnRuleGone_IsNamed()
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        RepairHost after = host.After(Plan(host));
        after.IPv4.Rules("filter", "FORWARD").Remove("-j DOCKER-USER");

        RuleComparison now = Compare(Filter(host), after);

        Assert.Equal(["'-A FORWARD -j DOCKER-USER' of table filter (ip), which it had put there, is gone."], now.Conflicts);
        RuleModel forced = after.IPv4.Restore(now.Own!.Input!);
        Assert.Equal(Filtered(host.IPv4), Filtered(forced));
    }

    [Fact]
    public void ForeignRuleInAChainOfItsOwn_IsNamedAndTheChainStays()
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        RepairHost after = host.After(Plan(host));
        after.IPv4.Rules("filter", "DOCKER-USER").Insert(0, "-s 203.0.113.0/24 -j DROP");
        after.IPv4.Rules("filter", "INPUT").Insert(0, "-i docker0 -j DOCKER");

        RuleComparison now = Compare(Filter(host), after);

        Assert.Equal(
            [
                "Chain DOCKER of table filter (ip) is in use by '-A INPUT -i docker0 -j DOCKER', which is somebody else's.",
                "Chain DOCKER-USER of table filter (ip) is in use by '-A DOCKER-USER -s 203.0.113.0/24 -j DROP', which is somebody else's.",
            ],
            now.Conflicts.Order(StringComparer.Ordinal));
        RuleModel forced = after.IPv4.Restore(now.Own!.Input!);
        Assert.Equal(["-s 203.0.113.0/24 -j DROP"], forced.Rules("filter", "DOCKER-USER"));
        Assert.Empty(forced.Rules("filter", "DOCKER"));
        Assert.DoesNotContain(forced.Chains(), c => c == ("filter", "DOCKER-ISOLATION-STAGE-1"));
    }

    /// <summary>What goes back by number would land beside the wrong rule.</summary>
    [Theory]
    [InlineData("-P FORWARD DROP\n-A FORWARD -j DOCKER-USER\n-A FORWARD -o docker0 -j DOCKER\n-A FORWARD -o eth0 -j ACCEPT", "")]
    [InlineData("-A FORWARD -j DOCKER-USER\n-A FORWARD -i wg0 -j ACCEPT\n-A FORWARD -o docker0 -j DOCKER", "'-A FORWARD -i wg0 -j ACCEPT' came or went")]
    [InlineData("-A FORWARD -j DOCKER-USER\n-A FORWARD -o eth0 -j ACCEPT\n-A FORWARD -o docker0 -j DOCKER", "changed")]
    public void ChainWithMovedRules_MustBeAsItWasLeft(string now, string conflict)
    {
        const string Before = "-P FORWARD DROP\n-A FORWARD -o docker0 -j DOCKER\n-A FORWARD -j DOCKER-USER\n-A FORWARD -o eth0 -j ACCEPT";
        CommandLine restore = CommandLine.Of("iptables-nft-restore", "--noflush");
        CommandStep step = new()
        {
            Description = "Move it",
            Command = restore with { Input = "*filter\n-D FORWARD -j DOCKER-USER\n-I FORWARD 1 -j DOCKER-USER\nCOMMIT\n" },
            Inverse = restore with { Input = "*filter\n-D FORWARD -j DOCKER-USER\n-I FORWARD 2 -j DOCKER-USER\nCOMMIT\n" },
            Before = [new CommandCheck(CommandLine.Of("iptables-nft", "--list-rules", "FORWARD"), Before)],
        };
        RuleTransaction transaction = RuleTransaction.Of(step)!;
        string listing = now.Contains("-P ", StringComparison.Ordinal) ? now : $"-P FORWARD DROP\n{now}\n-A FORWARD -o eth1 -j ACCEPT";

        RuleComparison seen = transaction.Compare(listing, finished: true);

        Assert.True(transaction.Compare(Before, finished: true).IsOld);
        Assert.Equal(conflict.Length > 0, seen.Conflicts.Count > 0);
        Assert.All(seen.Conflicts, c => Assert.StartsWith("Chain FORWARD of table filter (ip) was changed since", c, StringComparison.Ordinal));

        // A rule that was only moved stays where it is when it is forced: without it nothing would be forwarded.
        Assert.Null(seen.Own);
    }

    [Fact]
    public void AllOfItFlushed_IsAConflictWhereItIsKnownToHaveRun()
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        RepairHost after = host.After(Plan(host));
        foreach ((string table, string chain) in after.IPv4.Chains())
        {
            after.IPv4.Rules(table, chain).Clear();
        }

        Assert.NotEmpty(Compare(Filter(host), after).Conflicts);
        Assert.Equal(Filtered(host.IPv4), Filtered(after.IPv4.Restore(Compare(Filter(host), after).Own!.Input!)));
    }

    /// <summary>Killed before the transaction, and then dockerd made its empty chain again.</summary>
    [Fact]
    public void EmptyChainOfThatName_IsNoSignOfATransactionThatMayNotHaveRun()
    {
        RepairHost host = RepairHost.Load("bookworm-firewalld-late");
        RuleModel rules = host.IPv4.Restore("*filter\n-N DOCKER\nCOMMIT\n");

        RuleTransaction transaction = RuleTransaction.Of(Filter(host))!;

        Assert.True(transaction.Compare(Listing(rules, "filter"), finished: false).IsOld);
        Assert.NotEmpty(transaction.Compare(Listing(rules, "filter"), finished: true).Conflicts);
    }

    private static RepairPlan Plan(RepairHost host) => DockerChainRepair.PlanEngine(host.Engine, host.Snapshot());

    private static IEnumerable<CommandStep> Steps(RepairHost host) => Plan(host).Steps.Cast<CommandStep>();

    private static CommandStep Filter(RepairHost host) =>
        Steps(host).Single(s => s.Command.Input!.StartsWith("*filter\n", StringComparison.Ordinal));

    private static RuleComparison Compare(CommandStep step, RepairHost host) =>
        RuleTransaction.Of(step)!.Compare(Listing(host.IPv4, step.Command.Input!.Split('\n')[0][1..]), finished: true);

    private static string Filtered(RuleModel rules) => Listing(rules, "filter");

    /// <summary>A table as `iptables --list-rules` prints it.</summary>
    private static string Listing(RuleModel rules, string table)
    {
        string text = rules.Text().Split("*").Skip(1).FirstOrDefault(t => t.StartsWith(table + "\n", StringComparison.Ordinal)) ?? "";
        return string.Join('\n', text.Split('\n').Skip(1).Where(l => l.Length > 0 && l != "COMMIT").Select(line =>
        {
            string[] words = line.Split(' ');
            return line[0] != ':' ? line : words[1] == "-" ? $"-N {words[0][1..]}" : $"-P {words[0][1..]} {words[1]}";
        }));
    }
}
