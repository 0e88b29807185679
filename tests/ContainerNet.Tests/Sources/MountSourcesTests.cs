using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources;

public sealed class MountSourcesTests
{
    private const string Table = """
        22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
        30 22 0:50 / /srv/far rw - nfs4 server:/x rw
        31 22 0:51 / /srv/with\040blank rw - fuse.sshfs server:/x rw
        32 22 0:52 / /srv/near rw - tmpfs tmpfs rw

        """;

    [Theory]
    [InlineData("/srv/none", MountSource.Absent)]
    [InlineData("/srv/file", MountSource.File)]
    [InlineData("/srv/folder", MountSource.Folder)]
    [InlineData("/srv/empty", MountSource.EmptyFolder)]
    [InlineData("/srv/near/none", MountSource.Absent)]
    [InlineData("/srv/far/none", null)]
    [InlineData("/srv/far", null)]
    [InlineData("/srv/farther", MountSource.Absent)]
    [InlineData("/srv/with blank/x", null)]
    [InlineData("/srv/denied", null)]
    public void Source_IsWhatIsThere(string path, MountSource? expected) =>
        Assert.Equal(expected, Look(new FolderHost(), path));

    [Fact]
    public void InAContainerOfOurOwn_PathsOfTheHostSayNothing() => Assert.Null(Look(new FolderHost { Own = "mnt:[2]" }, "/srv/none"));

    [Fact]
    public void Nothing_IsLookedAtTwice()
    {
        FolderHost host = new();
        ContainerMount mount = new() { Source = "/srv/none", Destination = "/x" };
        _ = new MountSources(host).Look([mount, mount with { Destination = "/y" }]);

        Assert.Contains("/srv/none", host.Asked);
        Assert.Equal(host.Asked.Distinct(), host.Asked);
    }

    [Theory]
    [InlineData("/srv/chat/config.yaml", "/srv/chat/new/config.yaml")]
    [InlineData("/srv/chat/gone/deeper/config.yaml", "/srv/chat/new/config.yaml")]
    [InlineData("/srv/chat/two.yaml", "/srv/chat/a/two.yaml", "/srv/chat/b/two.yaml")]
    [InlineData("/srv/chat/folder")]
    [InlineData("/srv/chat/deep.yaml")]
    [InlineData("/srv/chat/none.yaml")]
    [InlineData("/top.yaml")]
    public void FileThatWasMoved_IsFoundCloseBy(string path, params string[] places)
    {
        using FileTree tree = new FileTree().With("/srv/chat/new/config.yaml", "").With("/srv/chat/a/two.yaml", "").With("/srv/chat/b/two.yaml", "")
            .WithFolder("/srv/chat/a/folder").With("/srv/chat/1/2/3/deep.yaml", "").With("/etc/top.yaml", "")
            .WithLink("/proc/self/ns/mnt", "mnt:[1]").WithLink("/proc/1/ns/mnt", "mnt:[1]");
        ContainerMount seen = Assert.Single(new MountSources(tree.Host).Look([new ContainerMount { Source = path, Destination = "/x" }])!);

        Assert.Equal(MountSource.Absent, seen.Found);
        Assert.Equal(places, seen.Elsewhere);
    }

    [Fact]
    public void FoldersWithoutEnd_AreNotSearchedWithoutEnd()
    {
        using FileTree tree = new FileTree().WithLink("/proc/self/ns/mnt", "mnt:[1]").WithLink("/proc/1/ns/mnt", "mnt:[1]").With("/srv/z/config.yaml", "");
        for (int i = 0; i < 700; i++)
        {
            tree.WithFolder($"/srv/a{i}");
        }

        Assert.Empty(Assert.Single(new MountSources(tree.Host).Look([new ContainerMount { Source = "/srv/config.yaml", Destination = "/x" }])!).Elsewhere!);
    }

    private static MountSource? Look(IHost host, string path) =>
        new MountSources(host).Look([new ContainerMount { Source = path, Destination = "/x" }])![0].Found;

    private sealed class FolderHost : IHost
    {
        private readonly ScriptedHost _inner = new ScriptedHost().With("/proc/self/mountinfo", Table);

        public string Own { get; init; } = "mnt:[1]";

        public List<string> Asked { get; } = [];

        public bool IsRoot => true;

        public DateTimeOffset Now => _inner.Now;

        public FileReading ReadFile(string path) => _inner.ReadFile(path);

        public IReadOnlyList<string>? ListDirectory(string path) => path == "/srv/empty" ? [] : ["x"];

        public string? ReadLink(string path) => path == "/proc/self/ns/mnt" ? Own : path == "/proc/1/ns/mnt" ? "mnt:[1]" : null;

        public FileKind? KindOf(string path)
        {
            Asked.Add(path);
            return path switch
            {
                "/srv/denied" => null,
                "/srv/file" => FileKind.File,
                "/srv/folder" or "/srv/empty" => FileKind.Folder,
                _ => FileKind.Absent,
            };
        }

        public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => throw new NotSupportedException();
    }
}
