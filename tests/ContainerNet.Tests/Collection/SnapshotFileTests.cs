using ContainerNet.Hosting;

namespace ContainerNet.Collection;

public sealed class SnapshotFileTests
{
    [Fact]
    public void File_IsReplacedWholeAndPrivate()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.In("f"), "a longer text that was there before");
        SnapshotFile.Write(folder.In("f"), "new"u8);
        Assert.Equal("new", File.ReadAllText(folder.In("f")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(folder.In("f")).UnixFileMode);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Link_IsReplacedAndNotFollowed()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.In("precious"), "keep");
        File.CreateSymbolicLink(folder.In("l"), folder.In("precious"));
        SnapshotFile.Write(folder.In("l"), "new"u8);
        Assert.Equal("keep", File.ReadAllText(folder.In("precious")));
        Assert.Equal("new", File.ReadAllText(folder.In("l")));
        Assert.Null(new FileInfo(folder.In("l")).LinkTarget);
    }

    [Fact]
    public void MissingFolder_IsNotFound()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(
            Problem.TargetNotFound,
            Assert.Throws<ContainerNetException>(() => SnapshotFile.Write(folder.In("none/f"), "x"u8)).Problem);
    }

    [Fact]
    public void FolderInItsPlace_LeavesNothingBehind()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.In("d/full"));
        Assert.Throws<ContainerNetException>(() => SnapshotFile.Write(folder.In("d"), "x"u8));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
