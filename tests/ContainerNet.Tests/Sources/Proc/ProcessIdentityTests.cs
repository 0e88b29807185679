using ContainerNet.Hosting;

namespace ContainerNet.Sources.Proc;

/// <summary>Who may read what, as the kernel decides it.</summary>
public sealed class ProcessIdentityTests
{
    private const string Host = "0 0 4294967295";
    private const string Rootless = "0 1000 1\n1 100000 65536";
    private const string DockersRoot = "00000000a80425fb", Nothing = "0000000000000000";

    [Theory]
    // Docker's root overrides; another user without capabilities does not.
    [InlineData(Host, "0", "0", "", DockersRoot, "600", 0, 0, true)]
    [InlineData(Host, "1000", "1000", "", Nothing, "600", 0, 0, false)]
    [InlineData(Host, "1000", "1000", "", Nothing, "644", 0, 0, true)]
    [InlineData(Host, "1000", "1000", "", Nothing, "600", 1000, 0, true)]
    [InlineData(Host, "1000", "1000", "", Nothing, "200", 1000, 0, false)]
    [InlineData(Host, "1000", "999", "", Nothing, "640", 0, 999, true)]
    [InlineData(Host, "1000", "999", "42 43", Nothing, "640", 0, 43, true)]
    // With an access control list these bits are its mask, and it may name us.
    [InlineData(Host, "1000", "999", "", Nothing, "640", 0, 43, true)]
    // Who is of the group is not one of the others.
    [InlineData(Host, "1000", "999", "", Nothing, "604", 0, 999, false)]
    [InlineData(Host, "1000", "999", "", Nothing, "604", 0, 43, true)]
    // The root of a user's namespace is that user to the host, and overrides only what is of its own ranges.
    [InlineData(Rootless, "1000", "1000", "", DockersRoot, "600", 0, 0, false)]
    [InlineData(Rootless, "1000", "1000", "", DockersRoot, "600", 1000, 1000, true)]
    [InlineData(Rootless, "1000", "1000", "", DockersRoot, "600", 100998, 100998, true)]
    [InlineData(Rootless, "1000", "1000", "", DockersRoot, "600", 1000, 0, true)]
    [InlineData(Rootless, "1000", "1000", "", DockersRoot, "600", 100998, 0, false)]
    [InlineData(Rootless, "1000", "1000", "", DockersRoot, "600", 165536, 165536, false)]
    public void File_IsReadByWhoMay(string map, string user, string group, string groups, string capabilities, string mode, uint owner, uint ownerGroup, bool expected) =>
        Assert.Equal(expected, Read(map, user, group, groups, capabilities)!.MayRead(new FileOwnership(Convert.ToInt32(mode, 8), owner, ownerGroup), isFolder: false));

    [Fact]
    public void Folder_IsEnteredToo() =>
        Assert.False(Read(Host, "1000", "1000", "", Nothing)!.MayRead(new FileOwnership(Convert.ToInt32("744", 8), 0, 0), isFolder: true));

    [Theory]
    [InlineData("", "0 0 1")]
    [InlineData("Uid:\t0\n", "0 0 1")]
    [InlineData("Uid:\t0 0 0 0\nGid:\t0 0 0 0\nCapEff:\tx\n", "0 0 1")]
    [InlineData("Uid:\t0 0 0 0\nGid:\t0 0 0 0\nCapEff:\t0\n", "")]
    [InlineData("Uid:\t0 0 0 -1\nGid:\t0 0 0 0\nCapEff:\t0\n", "0 0 1")]
    public void ProcessThatTellsNothing_IsNobody(string status, string map) => Assert.Null(ProcessIdentity.Read(
        new ScriptedHost().With("/proc/7/status", status).With("/proc/7/uid_map", map).With("/proc/7/gid_map", map), 7));

    [Fact]
    public void OurselvesMayReadOurOwn()
    {
        ProcessIdentity identity = ProcessIdentity.Read(new LinuxHost(), Environment.ProcessId)!;
        string file = Path.GetTempFileName();
        FileOwnership own = new LinuxHost().OwnershipOf(file)!.Value;
        Assert.Equal((identity.User, Convert.ToInt32("600", 8)), (own.User, own.Mode));
        Assert.True(identity.MayRead(own, isFolder: false));
        File.Delete(file);
        Assert.Null(new LinuxHost().OwnershipOf(file));
    }

    private static ProcessIdentity? Read(string map, string user, string group, string groups, string capabilities) => ProcessIdentity.Read(
        new ScriptedHost().With("/proc/7/uid_map", map).With("/proc/7/gid_map", map)
            .With("/proc/7/status", $"Name:\tapp\nUid:\t{user}\t{user}\t{user}\t{user}\nGid:\t{group}\t{group}\t{group}\t{group}\nGroups:\t{groups} \nCapEff:\t{capabilities}\n"), 7);
}
