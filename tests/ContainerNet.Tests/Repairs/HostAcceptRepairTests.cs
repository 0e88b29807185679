using ContainerNet.Checks;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Repairs;

/// <summary>An exception for one interface and one port, where a general rule drops; nothing where somebody named the port.</summary>
public sealed class HostAcceptRepairTests
{
    private static readonly NftRuleStep s_rule = new()
    {
        Description = "Accept it", Family = "inet", Table = "site", Chain = "input", Rule = ["iifname", "\"docker0\"", "tcp", "dport", "8000", "accept"],
        Comment = "containernet: docker0 to 8000/tcp",
    };

    [Theory]
    [InlineData("-A INPUT -i docker0 -j DROP", "iptables --wait 5 --table filter --insert INPUT 1 --in-interface docker0 --protocol tcp --dport 9700 --jump ACCEPT")]
    [InlineData("-A INPUT -p tcp -i docker0 -j DROP", "iptables --wait 5 --table filter --insert INPUT 1 --in-interface docker0 --protocol tcp --dport 9700 --jump ACCEPT")]
    [InlineData("-A INPUT -i docker0 -p tcp -m tcp --dport 9700 -j DROP", null)]
    [InlineData("-A INPUT -i docker0 -p tcp -m multiport --dports 80,9700 -j DROP", null)]
    public void GeneralRuleOfIptables_GetsAnExceptionBeforeIt(string rule, string? expected)
    {
        CommandStep? step = Plan(rule)?.Steps.Cast<CommandStep>().Single();
        Assert.Equal(expected, step?.Command.ToString());
        Assert.Equal(expected?.Replace("--insert INPUT 1", "--delete INPUT", StringComparison.Ordinal), step?.Inverse?.ToString());
    }

    [Fact]
    public void PolicyOfIptables_GetsAnExceptionAtTheEnd() => Assert.Equal(
        "iptables --wait 5 --table filter --append INPUT --in-interface docker0 --protocol tcp --dport 9700 --jump ACCEPT",
        Plan(null, RuleAction.Drop)!.Steps.Cast<CommandStep>().Single().Command.ToString());

    [Fact]
    public void PolicyThatUfwSet_IsOpenedInUfw()
    {
        RepairPlan plan = Plan("-A INPUT -j ufw-before-input", RuleAction.Drop)!;
        CommandStep step = plan.Steps.Cast<CommandStep>().Single();
        Assert.Equal("ufw allow in on docker0 to any port 9700 proto tcp", step.Command.ToString());
        Assert.Equal("ufw delete allow in on docker0 to any port 9700 proto tcp", step.Inverse!.ToString());
        Assert.Empty(plan.Notes);
    }

    [Fact]
    public void RuleOfNft_IsFoundByItsComment()
    {
        Assert.Equal("nft add rule inet site input iifname \"docker0\" tcp dport 8000 accept comment \"containernet: docker0 to 8000/tcp\"", s_rule.Add.ToString());
        Assert.Contains(" position 7 iifname", (s_rule with { Before = 7 }).Add.ToString(), StringComparison.Ordinal);
        const string Listing = "table inet site {\n\tchain input { # handle 1\n\t\ttcp dport 22 accept # handle 4\n\t\tiifname \"docker0\" tcp dport 8000 accept comment \"containernet: docker0 to 8000/tcp\" # handle 12\n\t}\n}\n";
        Assert.Equal("nft delete rule inet site input handle 12", s_rule.RemoveFrom(Listing)!.ToString());
        Assert.Null(s_rule.RemoveFrom(Listing.Replace("docker0 to", "docker1 to", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("comment \"containernet: docker0 to 8000/tcp\" # handle 12", "nft delete rule inet site input handle 12")]
    [InlineData("comment \"somebody else's\" # handle 12", null)]
    public async Task Undo_TakesAwayWhatIsStillThere(string line, string? expected)
    {
        using TemporaryRoot root = new();
        StubHost host = new(c => StubHost.Ok with { Output = c.Arguments.Contains("list") ? $"\t\taccept {line}\n" : "" });
        RepairRunner runner = new(new LinuxChanges(host, root.Path));
        RepairResult made = await runner.ApplyAsync(
            new RepairPlan { Code = "CN3003", Subject = "way", Title = "Let it through", Steps = [s_rule] }, CancellationToken.None);
        Assert.Equal([s_rule.Add.ToString()], host.Ran);

        Assert.Equal(RepairStatus.Undone, (await runner.UndoAsync(made.Id, CancellationToken.None)).Status);
        Assert.Equal(expected, host.Ran.FirstOrDefault(c => c.Contains("delete", StringComparison.Ordinal)));
    }

    private static RepairPlan? Plan(string? rule, RuleAction policy = RuleAction.Accept)
    {
        Snapshot facts = GateHost.Facts(rule, policy);
        Finding finding = Diagnoser.Run(facts).Findings.First(f => f.Code == "CN3003");
        RepairPlan? plan = new HostAcceptRepair().Plan(finding, facts);
        Assert.Equal(plan is not null, finding.Repairable);
        return plan;
    }
}
