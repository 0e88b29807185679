using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Sources.Sysctl;

public sealed class SettingReaderTests : IDisposable
{
    private const string Forward = "net.ipv4.ip_forward";
    private readonly FileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    public void FileThatSysctlReadsLast_WinsThereAndNotAtBoot(string suite)
    {
        RootedHost host = new(Path.Combine(AppContext.BaseDirectory, $"Fixtures/sysctl/{suite}-sysctl-disagree"));
        KernelSetting setting = SettingReader.Read(host, [Forward]).Value.Single();
        Assert.Equal("/etc/sysctl.d/99-z-docker.conf", setting.Boot?.File);
        Assert.Equal(("1", SettingFate.WinsAtBoot), (setting.Boot?.Value, setting.Boot?.Fate));
        Assert.Equal("/etc/sysctl.conf", setting.SysctlSystem?.File);
        Assert.Equal(("0", SettingFate.WinsWithSysctl), (setting.SysctlSystem?.Value, setting.SysctlSystem?.Fate));
    }

    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    public void HardeningFile_WinsBothWaysAndForEveryInterface(string suite)
    {
        RootedHost host = new(Path.Combine(AppContext.BaseDirectory, $"Fixtures/sysctl/{suite}-hardening-file"));
        foreach (KernelSetting setting in SettingReader.Read(host, [Forward, "net.ipv4.conf.host0.forwarding"]).Value)
        {
            Assert.Equal("/etc/sysctl.d/99-hardening.conf", setting.Boot?.File);
            Assert.Equal(2, setting.Boot?.Line);
            Assert.Equal(SettingFate.Wins, setting.Boot?.Fate);
            Assert.Equal("0", setting.Value);
            Assert.True(setting.Persistent);
        }
    }

    [Fact]
    public void SameNameInAHigherFolder_MasksTheWholeFile()
    {
        _tree.With("/usr/lib/sysctl.d/50-a.conf", "net.ipv4.ip_forward = 1\n").With("/etc/sysctl.d/50-a.conf", "# nothing\n");
        KernelSetting setting = Read(Forward);
        Assert.Null(setting.Boot);
        Assert.Equal(SettingFate.Masked, Assert.Single(setting.Assignments).Fate);
    }

    [Fact]
    public void LinkToDevNull_MasksTheWholeFile()
    {
        _tree.With("/usr/lib/sysctl.d/50-a.conf", "net.ipv4.ip_forward = 1\n").WithLink("/etc/sysctl.d/50-a.conf", "/dev/null");
        Assert.Null(Read(Forward).Boot);
    }

    [Fact]
    public void DanglingLink_MasksAndIsNoGap()
    {
        _tree.With("/usr/lib/sysctl.d/50-a.conf", "net.ipv4.ip_forward = 1\n").WithLink("/run/sysctl.d/50-a.conf", "nowhere");
        Reading<IReadOnlyList<KernelSetting>> reading = SettingReader.Read(_tree.Host, [Forward]);
        Assert.Null(reading.Value[0].Boot);
        Assert.Empty(reading.Gaps);
    }

    [Fact]
    public void NamesDecideTheOrder_WhateverTheFolder()
    {
        _tree.With("/etc/sysctl.d/10-a.conf", "net.ipv4.ip_forward = 0").With("/usr/lib/sysctl.d/90-b.conf", "net/ipv4/ip_forward=1");
        KernelSetting setting = Read(Forward);
        Assert.Equal("/usr/lib/sysctl.d/90-b.conf", setting.Boot?.File);
        Assert.Equal([SettingFate.Overruled, SettingFate.Wins], setting.Assignments.Select(a => a.Fate));
    }

    [Fact]
    public void OtherNameOfTheVariable_Overrules()
    {
        _tree.With("/etc/sysctl.d/10-a.conf", "net.ipv4.ip_forward = 1\nnet.ipv4.conf.all.forwarding = 0\n");
        Assert.Equal("0", Read(Forward).Boot?.Value);
        Assert.Equal("0", Read("net.ipv4.conf.all.forwarding").Boot?.Value);
    }

    [Fact]
    public void SwitchAfterAnInterface_CopiesToIt()
    {
        _tree.With("/etc/sysctl.d/10-a.conf", "net.ipv4.conf.eth0.forwarding = 0\nnet.ipv4.ip_forward = 1\n");
        Assert.Equal("1", Read("net.ipv4.conf.eth0.forwarding").Boot?.Value);
    }

    [Fact]
    public void SwitchThatIsOnAlready_LeavesTheInterfaceAlone()
    {
        _tree.With("/proc/sys/net/ipv4/conf/all/forwarding", "1\n").With("/proc/sys/net/ipv4/conf/eth0/forwarding", "1\n")
            .With("/etc/sysctl.d/10-a.conf", "net.ipv4.conf.eth0.forwarding = 0\nnet.ipv4.ip_forward = 1\n");
        Assert.Equal("0", Read("net.ipv4.conf.eth0.forwarding").SysctlSystem?.Value);
    }

    [Fact]
    public void GlobWithAnExplicitKey_IsExcludedForThatKeyOnly()
    {
        _tree.With("/etc/sysctl.d/10-a.conf", "net.ipv4.conf.eth0.rp_filter = 2\nnet.ipv4.conf.*.rp_filter = 1\n-net.ipv4.conf.eth1.rp_filter\n");
        KernelSetting named = Read("net.ipv4.conf.eth0.rp_filter");
        Assert.Equal("2", named.Boot?.Value);
        Assert.Equal([SettingFate.Wins, SettingFate.Excluded], named.Assignments.Select(a => a.Fate));
        Assert.Null(Read("net.ipv4.conf.eth1.rp_filter").Boot);
        Assert.Equal("1", Read("net.ipv4.conf.eth2.rp_filter").Boot?.Value);
    }

    [Fact]
    public void ExclusionByPattern_IsAGapBecauseToolsDiffer()
    {
        _tree.With("/etc/sysctl.d/10-a.conf", "net.ipv4.conf.*.rp_filter = 1\n-net.ipv4.conf.e*.rp_filter\n");
        Reading<IReadOnlyList<KernelSetting>> reading = SettingReader.Read(_tree.Host, ["net.ipv4.conf.eth0.rp_filter"]);
        Assert.Equal("1", reading.Value[0].SysctlSystem?.Value);
        Assert.Equal("/etc/sysctl.d/10-a.conf:2", Assert.Single(reading.Gaps).Source);
    }

    [Fact]
    public void ValueThatIsNoNumber_IsRefusedAndTheEarlierOneStands()
    {
        _tree.With("/etc/sysctl.d/10-a.conf", "net.ipv4.ip_forward = 1\nnet.ipv4.ip_forward = yes\n");
        KernelSetting setting = Read(Forward);

        // systemd-sysctl keeps the last assignment of a key only, and the kernel refuses that one.
        Assert.Null(setting.Boot);
        Assert.Equal("1", setting.SysctlSystem?.Value);
        Assert.Equal([SettingFate.WinsWithSysctl, SettingFate.Refused], setting.Assignments.Select(a => a.Fate));
    }

    [Theory]
    [InlineData("net/ipv4/conf/eth0.5/forwarding = 0")]
    [InlineData("net.ipv4.conf.eth0/5.forwarding = 0")]
    public void DotInAnInterfaceName_IsFoundInBothSpellings(string line)
    {
        _tree.With("/etc/sysctl.d/10-a.conf", line);
        KernelSetting setting = Read("net.ipv4.conf.eth0/5.forwarding");
        Assert.Equal("net.ipv4.conf.eth0/5.forwarding", setting.Key);
        Assert.Equal("0", setting.Boot?.Value);
    }

    [Fact]
    public void FileThatIsAFolder_IsAGapAndTheRestIsRead()
    {
        _tree.WithFolder("/etc/sysctl.d/10-a.conf").With("/etc/sysctl.d/20-b.conf", "net.ipv4.ip_forward = 1");
        Reading<IReadOnlyList<KernelSetting>> reading = SettingReader.Read(_tree.Host, [Forward]);
        Assert.Equal("1", reading.Value[0].Boot?.Value);
        Gap gap = Assert.Single(reading.Gaps);
        Assert.Equal(("/etc/sysctl.d/10-a.conf", true), (gap.Source, gap.Partial));
    }

    [Fact]
    public void CommentThatIsNotUtf8_DoesNotMatter()
    {
        _tree.With("/etc/sysctl.d/10-a.conf", [.. "# caf"u8, 0xe9, (byte)'\n', .. "net.ipv4.ip_forward=1\r\n"u8]);
        KernelSetting setting = Read(Forward);
        Assert.Equal(("1", 2), (setting.Boot?.Value, setting.Boot?.Line));
    }

    [Fact]
    public void LineOfTwoMegabytes_IsAGap()
    {
        _tree.With("/etc/sysctl.d/10-a.conf", $"net.ipv4.ip_forward=1\n#{new string('x', 2 << 20)}\nnet.ipv4.ip_forward=0\n");
        Reading<IReadOnlyList<KernelSetting>> reading = SettingReader.Read(_tree.Host, [Forward]);
        Assert.Equal("1", reading.Value[0].Boot?.Value);
        Assert.Contains("line 2", Assert.Single(reading.Gaps).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void HiddenFile_IsReadBySysctlOnly()
    {
        _tree.With("/etc/sysctl.d/.a.conf", "net.ipv4.ip_forward=1\n");
        KernelSetting setting = Read(Forward);
        Assert.Null(setting.Boot);
        Assert.Equal("1", setting.SysctlSystem?.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/shadow")]
    [InlineData("net/../../../etc/shadow")]
    [InlineData("net.ipv4.conf.*.forwarding")]
    public void KeyThatIsNoPathBelowProcSys_IsLeftOut(string key) =>
        Assert.Empty(SettingReader.Read(_tree.Host, [key]).Value);

    [Fact]
    public void AnyBytes_AreReadWithoutFailing()
    {
        Random random = new(20);
        byte[] alphabet = Encoding.UTF8.GetBytes("net.ipv4.conf.*[]!-=/\\?#;\n\r\0 1");
        for (int round = 0; round < 200; round++)
        {
            byte[] content = [.. Enumerable.Range(0, 400).Select(_ => random.Next(8) == 0
                ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)])];
            List<SysctlLine> lines = [];
            SysctlFile.Parse(new SysctlFile { Path = "x", Name = "x", AtBoot = true, WithSysctl = true }, content, lines);
            KernelSetting setting = SettingReader.Judge(Forward, "1", 1, lines);
            Assert.Equal(Forward, setting.Key);
        }
    }

    private KernelSetting Read(string key)
    {
        Reading<IReadOnlyList<KernelSetting>> reading = SettingReader.Read(_tree.Host, [key]);
        Assert.DoesNotContain(reading.Gaps, g => g.Source.StartsWith("/etc", StringComparison.Ordinal));
        return reading.Value.Single();
    }
}
