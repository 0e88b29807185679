using ContainerNet.Checks;
using ContainerNet.Collection;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Watching;

public sealed class CheckMemoryTests
{
    [Fact]
    public void SecondRun_LooksOnlyWhereFactsAreNew_AndFindsTheSameAsAWholeDiagnosis()
    {
        Snapshot before = new HostBuilder().Build();
        Snapshot after = new HostBuilder().Setting("net.ipv4.ip_forward", "0").Build();
        CheckMemory memory = new();
        memory.Run(before, FactKinds.All);
        int all = memory.Ran;

        Diagnosis second = memory.Run(SnapshotUpdate.Over(before, after with { Collected = FactKinds.Settings }), FactKinds.Settings);

        Assert.InRange(memory.Ran, 1, all - 1);
        Assert.Contains(second.Findings, f => f.Code == "CN1001");
        Assert.Equal(Codes(Diagnoser.Run(after).Findings), Codes(second.Findings));
    }

    [Fact]
    public void NothingNew_RunsNothing()
    {
        CheckMemory memory = new();
        Snapshot facts = new HostBuilder().Build();
        memory.Run(facts, FactKinds.All);
        memory.Run(facts, FactKinds.None);
        Assert.Equal(0, memory.Ran);
    }

    [Fact]
    public void NewerFacts_ReplaceTheirOwnKindOnly()
    {
        Snapshot older = new HostBuilder().Build() with { Gaps = [GapOf(FactKinds.Settings), GapOf(FactKinds.Firewall)] };
        Snapshot newer = older with { Collected = FactKinds.Settings, Settings = [], Chains = [], Gaps = [] };
        Snapshot result = SnapshotUpdate.Over(older, newer);
        Assert.Empty(result.Settings);
        Assert.Equal(older.Chains.Count, result.Chains.Count);
        Assert.Equal(FactKinds.Firewall, Assert.Single(result.Gaps).Facts);
        Assert.Equal(FactKinds.All, result.Collected);
    }

    private static Gap GapOf(FactKinds facts) => new() { Facts = facts, Source = "s", Reason = "r", Remedy = "" };

    private static IEnumerable<string> Codes(IEnumerable<Finding> findings) => findings.Select(f => $"{f.Code} {f.Subject} {f.Role}");
}
