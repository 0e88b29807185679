using System.Runtime.Versioning;
using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Running;

/// <summary>Whole files, never through a link, nothing outside the place that was named.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LinuxChangesTests
{
    [Fact]
    public void LinkInTheWay_IsRefused()
    {
        using TemporaryRoot root = new();
        root.Put("/victim", "untouched");
        root.Put("/etc/sysctl.d/x", "");
        File.CreateSymbolicLink(root.Path + "/etc/sysctl.d/zz.conf", root.Path + "/victim");

        ContainerNetException e = Assert.Throws<ContainerNetException>(() => Changes(root).WriteFile("/etc/sysctl.d/zz.conf", "new", 420));

        Assert.Equal(Problem.RepairConflict, e.Problem);
        Assert.Equal("untouched", root.Text("/victim"));
        Assert.Throws<ContainerNetException>(() => Changes(root).ReadFile("/etc/sysctl.d/zz.conf"));
        Assert.Throws<ContainerNetException>(() => Changes(root).RemoveFile("/etc/sysctl.d/zz.conf"));
    }

    [Fact]
    public void DanglingLinkOrLinkedFolder_IsRefused()
    {
        using TemporaryRoot root = new();
        Directory.CreateDirectory(root.Path + "/etc");
        Directory.CreateDirectory(root.Path + "/elsewhere");
        Directory.CreateSymbolicLink(root.Path + "/etc/sysctl.d", root.Path + "/elsewhere");
        File.CreateSymbolicLink(root.Path + "/etc/dangling", root.Path + "/nowhere");

        Assert.Throws<ContainerNetException>(() => Changes(root).WriteFile("/etc/sysctl.d/zz.conf", "new", 420));
        Assert.Throws<ContainerNetException>(() => Changes(root).WriteFile("/etc/dangling", "new", 420));
        Assert.Empty(Directory.GetFiles(root.Path + "/elsewhere"));
        Assert.False(root.Has("/nowhere"));
    }

    [Fact]
    public void FolderInTheWay_IsRefused()
    {
        using TemporaryRoot root = new();
        Directory.CreateDirectory(root.Path + "/etc/zz.conf");

        Assert.Throws<ContainerNetException>(() => Changes(root).WriteFile("/etc/zz.conf", "new", 420));
    }

    [Fact]
    public void Written_IsWholeWithItsModeAndNothingElse()
    {
        using TemporaryRoot root = new();
        root.Put("/etc/a.conf", new string('x', 10000));

        Changes(root).WriteFile("/etc/a.conf", "short\n", Convert.ToInt32("640", 8));

        Assert.Equal("short\n", root.Text("/etc/a.conf"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(root.Path + "/etc/a.conf"));
        Assert.Single(Directory.GetFiles(root.Path + "/etc"));
    }

    [Theory]
    [InlineData("net.ipv4...etc.passwd")]
    [InlineData("//.x")]
    [InlineData("")]
    [InlineData("net.//.x")]
    public void HostileKey_IsRefused(string key)
    {
        using TemporaryRoot root = new();

        Assert.Throws<ContainerNetException>(() => Changes(root).WriteSetting(key, "1"));
    }

    [Fact]
    public void DotInAnInterfaceName_IsFound()
    {
        using TemporaryRoot root = new();
        root.Put("/proc/sys/net/ipv4/conf/eth0.200/forwarding", "0\n");

        Changes(root).WriteSetting("net.ipv4.conf.eth0/200.forwarding", "1");

        Assert.Equal("1", Changes(root).ReadSetting("net.ipv4.conf.eth0/200.forwarding"));
    }

    [Fact]
    public void MissingKey_IsNotMade()
    {
        using TemporaryRoot root = new();

        Assert.Null(Changes(root).ReadSetting("net.ipv4.nothing"));
        Assert.Throws<ContainerNetException>(() => Changes(root).WriteSetting("net.ipv4.nothing", "1"));
    }

    private static LinuxChanges Changes(TemporaryRoot root) => new(new StubHost(_ => StubHost.Ok), root.Path);
}
