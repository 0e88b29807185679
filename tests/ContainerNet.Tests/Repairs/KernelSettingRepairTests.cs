using ContainerNet.Checks;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>One kernel setting each: now, and in a file; found, planned, applied to the facts, and planned again.</summary>
public sealed class KernelSettingRepairTests
{
    [Theory]
    [InlineData("CN1005", "host0", "net.ipv4.conf.host0.rp_filter", "1", "2")]
    [InlineData("CN1007", "docker0", "net.ipv4.conf.docker0.route_localnet", "0", "1")]
    [InlineData("CN1008", null, "net.bridge.bridge-nf-call-iptables", "0", "1")]
    public void Setting_IsSetAndKept(string code, string? link, string key, string now, string value)
    {
        RepairPlan plan = Plan(code, link, key, now)!;

        SysctlStep step = Assert.IsType<SysctlStep>(plan.Steps[0]);
        Assert.Equal((key, value, now), (step.Key, step.Value, step.Before));
        Assert.NotEmpty(step.Risk);
        FileStep file = Assert.IsType<FileStep>(plan.Steps[1]);
        Assert.Equal($"/etc/sysctl.d/zz-containernet-{key}.conf", file.Path);
        Assert.EndsWith($"\n{key} = {value}\n", file.Content, StringComparison.Ordinal);
        Assert.Null(file.Before);
        Assert.Equal(2, plan.Steps.Count);
    }

    [Fact]
    public void MoreConnections_AreSetAndKeptAndTheirModuleIsLoadedBeforeThat()
    {
        const string Key = "net.netfilter.nf_conntrack_max";
        RepairPlan plan = Plan("CN1006", null, Key, "262144")!;

        Assert.Equal(("524288", "262144"), (Assert.IsType<SysctlStep>(plan.Steps[0]).Value, ((SysctlStep)plan.Steps[0]).Before));
        Assert.Contains("201 MB", plan.Steps[0].Risk, StringComparison.Ordinal);
        Assert.Equal(
            [$"/etc/sysctl.d/zz-containernet-{Key}.conf", "/etc/modules-load.d/zz-containernet-nf_conntrack.conf"],
            plan.Steps.OfType<FileStep>().Select(f => f.Path));
        Assert.EndsWith("\nnf_conntrack\n", ((FileStep)plan.Steps[2]).Content, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreConnectionsOnceMore_LeaveTheModuleAsItIs()
    {
        const string Key = "net.netfilter.nf_conntrack_max";
        RepairPlan plan = Plan("CN1006", null, Key, "524288", $"/etc/sysctl.d/zz-containernet-{Key}.conf:2=524288")!;

        Assert.Equal("1048576", Assert.IsType<SysctlStep>(plan.Steps[0]).Value);
        Assert.NotNull(Assert.Single(plan.Steps.OfType<FileStep>()).Before);
    }

    [Theory]
    [InlineData("0")]
    [InlineData(null)]
    public void NoMaximumOrNoneRead_IsNotRaised(string? now) => Assert.Null(Plan("CN1006", null, "net.netfilter.nf_conntrack_max", now));

    [Theory]
    [InlineData("CN1005", "host0", "net.ipv4.conf.host0.rp_filter", "2")]
    [InlineData("CN1007", "docker0", "net.ipv4.conf.docker0.route_localnet", "1")]
    [InlineData("CN1008", null, "net.bridge.bridge-nf-call-iptables", "1")]
    public void SettingThatIsAsItShould_NeedsNothing(string code, string? link, string key, string value) =>
        Assert.Empty(Plan(code, link, key, value, $"/etc/sysctl.d/10-site.conf:1={value}")!.Steps);

    [Fact]
    public void FileThatSaysOtherwise_IsOverruledByName() => Assert.Equal(
        "/etc/sysctl.d/zzz-containernet-net.ipv4.conf.host0.rp_filter.conf",
        Assert.IsType<FileStep>(Plan("CN1005", "host0", "net.ipv4.conf.host0.rp_filter", "1", "/etc/sysctl.d/zz-site.conf:1=1")!.Steps[1]).Path);

    [Fact]
    public void WhatIsNotKnown_IsNotPlanned()
    {
        Assert.Null(Plan("CN1005", null, "net.ipv4.conf.host0.rp_filter", "1"));
        Assert.Null(Plan("CN1005", "host9", "net.ipv4.conf.host9.rp_filter", "1"));
        Assert.Null(Plan("CN1008", null, "net.bridge.bridge-nf-call-iptables", null));
    }

    [Fact]
    public void RuleThatHitsBridgedPackets_IsNoMatterOfTheSetting()
    {
        Snapshot facts = new HostBuilder().Web().Setting("net.bridge.bridge-nf-call-iptables", "1").Build();

        Assert.Null(RepairPlanner.Plan(FindingOf("CN1008", null), facts));
    }

    private static RepairPlan? Plan(string code, string? link, string key, string? now, string? file = null)
    {
        Snapshot facts = new HostBuilder().Web().Setting(key, now, file, file)
            .With(s => s with { Networks = [.. s.Networks.Select(n => n with { Icc = false })] }).Build();
        return RepairPlanner.Plan(FindingOf(code, link), facts);
    }

    private static Finding FindingOf(string code, string? link) => new()
    {
        Code = code, Title = "t", Severity = Severity.Error, Role = FindingRole.RootCause, Subject = "s", Message = "m",
        Interface = link, Network = "bridge", Engine = "docker",
    };
}
