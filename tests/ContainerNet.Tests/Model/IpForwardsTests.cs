namespace ContainerNet.Model;

public sealed class IpForwardsTests
{
    private static readonly SettingAssignment s_on = new() { File = "/etc/sysctl.d/a.conf", Line = 3, Key = "net.ipv4.ip_forward", Value = "1" };
    private static readonly SettingAssignment s_off = s_on with { File = "/etc/sysctl.conf", Line = 1, Value = "0" };

    [Fact]
    public void FilesThatDisagree_DoNotSurviveAReboot()
    {
        IpForward all = Of(boot: s_on, sysctl: s_off)[0];
        Assert.Equal(("all", Forwarding.Enabled, Forwarding.Enabled, Forwarding.Disabled),
            (all.Interface, all.Forwarding, all.Persistent, all.PersistentBySysctl));
        Assert.Equal("/etc/sysctl.d/a.conf:3", all.WinningFile);
        Assert.False(all.SurvivesReboot);
    }

    [Fact]
    public void FilesThatAgree_SurviveAReboot() => Assert.True(Of(boot: s_on, sysctl: s_on)[0].SurvivesReboot);

    [Fact]
    public void NoFile_LeavesItUnknown()
    {
        IpForward all = Of(boot: null, sysctl: null)[0];
        Assert.Equal((Forwarding.Unknown, null), (all.Persistent, all.WinningFile));
        Assert.False(all.SurvivesReboot);
    }

    [Fact]
    public void InterfaceThatIsOff_IsTheOnlyOneDisabled()
    {
        IReadOnlyList<IpForward> found = Of(boot: s_on, sysctl: s_on);
        Assert.Equal(["all Enabled", "eth0.5 Disabled", "docker0 Enabled"], found.Select(f => $"{f.Interface} {f.Forwarding}"));
        Assert.Equal("net.ipv4.conf.eth0/5.forwarding", found[1].Key);
        Assert.Equal(Forwarding.Disabled, found[1].Persistent);
        Assert.Equal(Forwarding.Enabled, found[2].Persistent);
    }

    [Fact]
    public void SettingsThatWereNotRead_GiveNothing() =>
        Assert.Empty(IpForwards.Of(Host([], [])));

    private static IReadOnlyList<IpForward> Of(SettingAssignment? boot, SettingAssignment? sysctl) =>
    [
        .. IpForwards.Of(Host(
            [
                new KernelSetting { Key = "net.ipv4.ip_forward", Value = "1", Boot = boot, SysctlSystem = sysctl },
                new KernelSetting { Key = "net.ipv4.conf.eth0/5.forwarding", Value = "0", Boot = s_off, SysctlSystem = s_off },
            ],
            [
                new Link { Index = 1, Name = "lo", IsLoopback = true, ForwardingIPv4 = true },
                new Link { Index = 2, Name = "eth0.5", ForwardingIPv4 = false },
                new Link { Index = 3, Name = "docker0", ForwardingIPv4 = true },
                new Link { Index = 4, Name = "veth1", MasterIndex = 3, ForwardingIPv4 = false },
            ])),
    ];

    private static Snapshot Host(IReadOnlyList<KernelSetting> settings, IReadOnlyList<Link> links) => new()
    {
        Host = new HostInfo { Name = "h" },
        CollectedAt = DateTimeOffset.UnixEpoch,
        Settings = settings,
        Links = links,
    };
}
