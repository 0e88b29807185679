using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

public sealed class DaemonOptionsTests
{
    private const string File = "/etc/docker/daemon.json";

    [Fact]
    public void FileAndCommandLine_AreBothRead()
    {
        EngineHost host = new EngineHost()
            .File(File, """{"iptables": false, "userland-proxy": false, "icc": false, "firewall-backend": "nftables", "log-opts": {"a": "b"}}""")
            .File("/proc/7/cmdline", "/usr/sbin/dockerd\0-H\0fd://\0--ip-masq=false\0--ip6tables\0--live-restore\0");
        Reading<EngineOptions> reading = DaemonOptions.Read(host, 7);
        EngineOptions options = reading.Value;
        Assert.Empty(reading.Gaps);
        Assert.True(options.Known);
        Assert.Equal((false, false, false, false), (options.Iptables, options.UserlandProxy, options.Icc, options.IpMasq));
        Assert.Equal((true, true, true, "nftables"), (options.Ip6tables, options.LiveRestore, options.IpForward, options.FirewallBackend));
        Assert.Equal(2, options.Source.Count);
    }

    [Fact]
    public void NothingRead_IsNotKnown()
    {
        Reading<EngineOptions> reading = DaemonOptions.Read(new EngineHost(), null);
        Assert.False(reading.Value.Known);
        Assert.Empty(reading.Gaps);
    }

    [Fact]
    public void AbsentFileUnderAKnownCommandLine_IsKnown()
    {
        Reading<EngineOptions> reading = DaemonOptions.Read(new EngineHost().File("/proc/7/cmdline", "dockerd\0"), 7);
        Assert.True(reading.Value.Known);
        Assert.Empty(reading.Gaps);
    }

    [Theory]
    [InlineData("{ // comment\n}")]
    [InlineData("{\"iptables\": false,}")]
    [InlineData("[]")]
    [InlineData("iptables=false")]
    [InlineData("\0\0")]
    public void GarbageInTheFile_IsAPartialGapAndNothingIsKnown(string content)
    {
        EngineHost host = new EngineHost().File(File, content).File("/proc/7/cmdline", "dockerd\0");
        Reading<EngineOptions> reading = DaemonOptions.Read(host, 7);
        Assert.False(reading.Value.Known);
        Assert.True(Assert.Single(reading.Gaps).Partial);
    }

    [Fact]
    public void FileThatMayNotBeRead_IsAGap()
    {
        Gap gap = Assert.Single(DaemonOptions.Read(new EngineHost().Denied(File), null).Gaps);
        Assert.Equal("Run as root.", gap.Remedy);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{}")]
    [InlineData("""{"iptables": "perhaps", "icc": null, "ip-masq": 3}""")]
    public void FileThatSetsNothing_LeavesTheDefaults(string content)
    {
        Reading<EngineOptions> reading = DaemonOptions.Read(new EngineHost().File(File, content), null);
        Assert.Equal(new EngineOptions { Known = true, Source = reading.Value.Source }, reading.Value);
        Assert.Empty(reading.Gaps);
    }

    [Fact]
    public void CommandLineThatNamesAnotherFile_IsFollowed()
    {
        EngineHost host = new EngineHost()
            .File(File, """{"iptables": false}""")
            .File("/srv/d.json", """{"icc": false}""")
            .File("/proc/7/cmdline", "dockerd\0--config-file\0/srv/d.json\0--firewall-backend=nftables\0");
        EngineOptions options = DaemonOptions.Read(host, 7).Value;
        Assert.Equal((true, false, "nftables"), (options.Iptables, options.Icc, options.FirewallBackend));
    }

    [Fact]
    public void CommandLineThatIsCutOff_IsReadAsFarAsItGoes() => Assert.Equal(
        ["config-file", "iptables"],
        DaemonOptions.ParseCommandLine("dockerd\0--iptables=false\0--config-file"u8).Keys.Order(StringComparer.Ordinal));
}
