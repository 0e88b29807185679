using System.Diagnostics;
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

    [RootFact]
    public void FileOfAUser_StaysTheUsers()
    {
        using TemporaryRoot root = new();
        root.Put("/home/sam/nginx.conf", "old\n");
        Run("chown", "1000:1001", root.Path + "/home/sam/nginx.conf");

        Changes(root).WriteFile("/home/sam/nginx.conf", "new\n", FileStep.AsItIs);

        Assert.Equal("new\n", root.Text("/home/sam/nginx.conf"));
        Assert.Equal("1000:1001", Run("stat", "--format", "%u:%g", root.Path + "/home/sam/nginx.conf"));
    }

    [RootFact]
    public void FileLikeAnother_HasItsModeAndOwner_AlsoFromBehindALink()
    {
        using TemporaryRoot root = new();
        root.Put("/home/sam/real.conf", "old\n");
        Run("chown", "1000:1001", root.Path + "/home/sam/real.conf");
        Run("chmod", "640", root.Path + "/home/sam/real.conf");
        File.CreateSymbolicLink(root.Path + "/home/sam/nginx.conf", root.Path + "/home/sam/real.conf");

        Changes(root).WriteLike("/home/sam/real.conf.bridge", "kept\n", "/home/sam/real.conf");
        Changes(root).WriteLike("/out/nginx.conf", "new\n", "/home/sam/nginx.conf");

        foreach (string file in new[] { "/home/sam/real.conf.bridge", "/out/nginx.conf" })
        {
            Assert.Equal("1000:1001 640", Run("stat", "--format", "%u:%g %a", root.Path + file));
        }
    }

    [Fact]
    public void FolderThatIsExchangedForALink_IsNotEntered()
    {
        using TemporaryRoot root = new();
        Directory.CreateDirectory(root.Path + "/elsewhere");
        Directory.CreateSymbolicLink(root.Path + "/home", root.Path + "/elsewhere");
        Directory.CreateDirectory(root.Path + "/elsewhere/sam");

        Assert.Throws<IOException>(() => PinnedFolder.Open(root.Path, "/home/sam"));
        Assert.Throws<IOException>(() => PinnedFolder.Open(root.Path, "/home"));
        PinnedFolder.Open(root.Path, "/elsewhere/sam").Dispose();
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return output;
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

    /// <summary>kill -9 does not end the program that a repair has started: who comes next must not read rules that it is
    /// about to change.</summary>
    [Fact]
    public async Task KilledAmidATransaction_LockIsHeldUntilTheTransactionEnds()
    {
        using TemporaryRoot root = new();
        using Process repair = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(LinuxChangesTests).Assembly.Location, "locked-transaction", root.Path, "3"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        Assert.Equal("locked", await repair.StandardOutput.ReadLineAsync());
        long start = Stopwatch.GetTimestamp();
        repair.Kill();
        await repair.WaitForExitAsync();
        LinuxChanges next = new(new StubHost(_ => StubHost.Ok), root.Path);

        Assert.Null(next.TryLock("/run/containernet.lock"));

        IDisposable? held = null;
        while (held is null && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(20);
            held = next.TryLock("/run/containernet.lock");
        }

        Assert.NotNull(held);
        held.Dispose();
    }

    /// <summary>A program that is no transaction may leave a daemon behind, which must not keep the lock.</summary>
    [Fact]
    public async Task LockIsNotGivenToOtherPrograms()
    {
        using TemporaryRoot root = new();
        using LinuxHost host = new();
        LinuxChanges changes = new(host, root.Path);
        using IDisposable? held = changes.TryLock("/run/containernet.lock");

        CommandResult files = await changes.RunAsync(CommandLine.Of("ls", "-l", "/proc/self/fd"), CancellationToken.None);

        Assert.DoesNotContain($"{root.Path}/run/containernet.lock", files.Output, StringComparison.Ordinal);
        CommandResult shared = await changes.RunAsync(CommandLine.Of("ls", "-l", "/proc/self/fd") with { Input = "" }, CancellationToken.None);
        Assert.Contains($"{root.Path}/run/containernet.lock", shared.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void KilledWhileItWrote_NextWriteTakesTheRestAway()
    {
        using TemporaryRoot root = new();
        root.Put("/etc/sysctl.d/.containernet-a.conf~", "half a li");
        LinuxChanges changes = new(new StubHost(_ => StubHost.Ok), root.Path);

        changes.WriteFile("/etc/sysctl.d/a.conf", "whole\n", 0x1a4);
        Assert.Equal(["/etc/sysctl.d/a.conf"], changes.ListFiles("/etc/sysctl.d"));

        root.Put("/etc/sysctl.d/.containernet-a.conf~", "half a li");
        changes.RemoveFile("/etc/sysctl.d/a.conf");
        Assert.Empty(changes.ListFiles("/etc/sysctl.d"));
    }

    private static LinuxChanges Changes(TemporaryRoot root) => new(new StubHost(_ => StubHost.Ok), root.Path);
}
