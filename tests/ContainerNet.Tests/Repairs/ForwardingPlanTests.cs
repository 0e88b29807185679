using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Forwarding now and after a boot, with a file that sorts after everybody else's.</summary>
public sealed class ForwardingPlanTests
{
    private const string Key = "net.ipv4.ip_forward";

    [Fact]
    public void OffAndUnset_SetsTheValueAndWritesADropIn()
    {
        RepairPlan plan = Make(Facts("0"));

        SysctlStep now = Assert.IsType<SysctlStep>(plan.Steps[0]);
        Assert.Equal((Key, "1", "0"), (now.Key, now.Value, now.Before));
        FileStep file = Assert.IsType<FileStep>(plan.Steps[1]);
        Assert.Equal("/etc/sysctl.d/zz-containernet-net.ipv4.ip_forward.conf", file.Path);
        Assert.EndsWith("\nnet.ipv4.ip_forward = 1\n", file.Content, StringComparison.Ordinal);
        Assert.Null(file.Before);
        Assert.Empty(plan.Notes);
    }

    [Fact]
    public void OnAndKept_NothingToDo() =>
        Assert.Empty(Make(Facts("1", Line("/etc/sysctl.d/99-z.conf", "1", SettingFate.Wins))).Steps);

    [Fact]
    public void OurFileWins_SecondRunIsEmpty()
    {
        string path = ((FileStep)Make(Facts("0")).Steps[1]).Path;

        Assert.Empty(Make(Facts("1", Line("/etc/sysctl.d/99-hardening.conf", "0", SettingFate.Overruled), Line(path, "1", SettingFate.Wins))).Steps);
    }

    [Theory]
    [InlineData("/etc/sysctl.d/99-hardening.conf", "/etc/sysctl.d/zz-containernet-net.ipv4.ip_forward.conf")]
    [InlineData("/usr/lib/sysctl.d/zz-vendor.conf", "/etc/sysctl.d/zzz-containernet-net.ipv4.ip_forward.conf")]
    [InlineData("/run/sysctl.d/zzzz-last.conf", "/etc/sysctl.d/zzzzz-containernet-net.ipv4.ip_forward.conf")]
    public void OtherFiles_OursSortsAfterThem(string other, string expected)
    {
        RepairPlan plan = Make(Facts("1", Line(other, "0", SettingFate.Wins)));

        Assert.Equal(expected, Assert.IsType<FileStep>(Assert.Single(plan.Steps)).Path);
        Assert.Empty(plan.Notes);
    }

    [Fact]
    public void NameBeyondTheAlphabet_IsSaidToOverrule()
    {
        RepairPlan plan = Make(Facts("0", Line("/etc/sysctl.d/~late.conf", "0", SettingFate.Wins)));

        Assert.Contains(plan.Notes, n => n.StartsWith("/etc/sysctl.d/~late.conf:3 sets net.ipv4.ip_forward = 0", StringComparison.Ordinal));
    }

    [Fact]
    public void SysctlConf_IsSaidToOverruleSysctlSystem()
    {
        RepairPlan plan = Make(Facts("0", Line("/etc/sysctl.conf", "0", SettingFate.WinsWithSysctl)));

        Assert.Equal(2, plan.Steps.Count);
        Assert.Contains(plan.Notes, n => n.StartsWith("/etc/sysctl.conf:3", StringComparison.Ordinal)
            && n.Contains("sysctl --system", StringComparison.Ordinal));
    }

    [Fact]
    public void OtherNameOfTheSwitch_CountsAsWell()
    {
        SettingAssignment other = Line("/etc/sysctl.d/zz-upper.conf", "0", SettingFate.Wins) with { Key = "net.ipv4.conf.all.forwarding" };
        Snapshot facts = Facts("1", Line("/etc/sysctl.d/10.conf", "1", SettingFate.Wins));
        facts = facts with { Settings = [.. facts.Settings, new KernelSetting { Key = other.Key, Value = "1", Boot = other, SysctlSystem = other, Assignments = [other] }] };

        Assert.Equal("/etc/sysctl.d/zzz-containernet-net.ipv4.ip_forward.conf", Assert.IsType<FileStep>(Assert.Single(Make(facts).Steps)).Path);
    }

    [Fact]
    public void Disable_TurnsOurOwnFileRound()
    {
        RepairPlan on = Make(Facts("0"));
        FileStep written = (FileStep)on.Steps[1];

        RepairPlan off = ForwardingPlan.Make(
            Facts("1", Line(written.Path, "1", SettingFate.Wins)), AddressFamily.IPv4, enabled: false, persist: true, null);

        FileStep file = Assert.IsType<FileStep>(off.Steps[1]);
        Assert.Equal((written.Path, written.Content), (file.Path, file.Before));
        Assert.Contains("ip_forward = 0", file.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Interface_WithADotInItsName()
    {
        Snapshot facts = Facts("1") with
        {
            Links = [new Link { Index = 2, Name = "eth0.200", ForwardingIPv4 = false }],
        };
        Finding finding = FindingOf("CN1004") with { Interface = "eth0.200" };

        RepairPlan plan = Assert.IsType<RepairPlan>(RepairPlanner.Plan(finding, facts));

        SysctlStep now = Assert.IsType<SysctlStep>(plan.Steps[0]);
        Assert.Equal(("net.ipv4.conf.eth0/200.forwarding", "0"), (now.Key, now.Before));
        Assert.Equal("/etc/sysctl.d/zz-containernet-net.ipv4.conf.eth0:200.forwarding.conf", Assert.IsType<FileStep>(plan.Steps[1]).Path);
    }

    [Theory]
    [InlineData("eth*")]
    [InlineData("a=b")]
    [InlineData("eth\n")]
    public void HostileInterface_IsNotWrittenToAFile(string name)
    {
        RepairPlan plan = ForwardingPlan.Make(Facts("1"), AddressFamily.IPv4, enabled: true, persist: true, name);

        Assert.DoesNotContain(plan.Steps, s => s is FileStep);
        Assert.Single(plan.Notes);
    }

    [Fact]
    public void OnlySysctlConfDisagrees_IsUnsupported()
    {
        SettingAssignment own = Line("/etc/sysctl.d/zz-containernet-net.ipv4.ip_forward.conf", "1", SettingFate.WinsAtBoot);
        SettingAssignment conf = Line("/etc/sysctl.conf", "0", SettingFate.WinsWithSysctl);

        Assert.Null(RepairPlanner.Plan(FindingOf("CN1010"), Facts("1", own, conf)));
    }

    [Fact]
    public void IPv6_WarnsOfRouterAdvertisements()
    {
        Snapshot facts = Facts("1") with { Settings = [new KernelSetting { Key = "net.ipv6.conf.all.forwarding", Value = "0" }] };

        RepairPlan plan = Assert.IsType<RepairPlan>(RepairPlanner.Plan(FindingOf("CN1003"), facts));

        Assert.Equal("net.ipv6.conf.all.forwarding", Assert.IsType<SysctlStep>(plan.Steps[0]).Key);
        Assert.Contains(plan.Notes, n => n.Contains("accept_ra", StringComparison.Ordinal));
    }

    private static RepairPlan Make(Snapshot facts) => ForwardingPlan.Make(facts, AddressFamily.IPv4, enabled: true, persist: true, null);

    private static Snapshot Facts(string value, params SettingAssignment[] lines) => new()
    {
        Host = new HostInfo { Name = "host" },
        CollectedAt = DateTimeOffset.UnixEpoch,
        Settings =
        [
            new KernelSetting
            {
                Key = Key,
                Value = value,
                Assignments = lines,
                Boot = lines.LastOrDefault(l => l.Fate is SettingFate.Wins or SettingFate.WinsAtBoot),
                SysctlSystem = lines.LastOrDefault(l => l.Fate is SettingFate.Wins or SettingFate.WinsWithSysctl),
            },
        ],
    };

    private static SettingAssignment Line(string file, string value, SettingFate fate) => new()
    {
        File = file, Line = 3, Key = Key, Value = value, Fate = fate,
    };

    private static Finding FindingOf(string code) => new()
    {
        Code = code, Title = "t", Severity = Severity.Error, Role = FindingRole.RootCause, Subject = "host", Message = "m",
    };
}
