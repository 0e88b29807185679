using ContainerNet.Model;

namespace ContainerNet.Sources.Proc;

public sealed class HostInfoReaderTests
{
    [Fact]
    public void OrdinaryHost_IsDescribed()
    {
        using FileTree tree = new();
        tree.With("/proc/sys/kernel/hostname", "m1\n").With("/proc/sys/kernel/osrelease", "6.18.0\n")
            .With("/etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\n")
            .With("/proc/stat", "cpu 1 2\nbtime 1795224872\n");
        HostInfo info = HostInfoReader.Read(tree.Host);
        Assert.Equal(("m1", "6.18.0", "Debian GNU/Linux 12 (bookworm)"), (info.Name, info.Kernel, info.OperatingSystem));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795224872), info.BootedAt);
    }

    [Fact]
    public void BareHost_HasANameAllTheSame()
    {
        using FileTree tree = new();
        HostInfo info = HostInfoReader.Read(tree.Host);
        Assert.Equal(("localhost", "", null), (info.Name, info.OperatingSystem, info.BootedAt));
    }

    [Theory]
    [InlineData("btime 99999999999999999")]
    [InlineData("btime x")]
    [InlineData("btime")]
    public void BadBootTime_IsNone(string text) => Assert.Null(HostInfoReader.ParseBootTime(text));
}
