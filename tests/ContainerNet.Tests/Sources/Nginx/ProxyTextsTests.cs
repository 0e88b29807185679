using ContainerNet.Model;

namespace ContainerNet.Sources.Nginx;

/// <summary>Which files of a container can be written on the host. The container's root is /c, the host's files are beside it.</summary>
public sealed class ProxyTextsTests
{
    private const string Main = "events {}\nhttp { include conf.d/*.conf; }\n";
    private const string Shop = "server { server_name shop; }\n";

    [Fact]
    public void FolderThatIsMounted_IsFoundOnTheHost()
    {
        using FileTree tree = Inside().With("/srv/conf.d/shop.conf", Shop);
        Assert.Equal(
            [("/etc/nginx/conf.d/shop.conf", new ConfigurationText("/srv/conf.d/shop.conf", Shop))],
            Read(tree, Mount("/srv/conf.d", "/etc/nginx/conf.d")));
    }

    [Fact]
    public void FileOfTheImage_IsNotTheHosts()
    {
        using FileTree tree = Inside().With("/etc/nginx/nginx.conf", Main).With("/etc/nginx/conf.d/shop.conf", Shop);
        Assert.Empty(Read(tree));
    }

    [Fact]
    public void FileThatIsMountedByItself_WouldBeReplacedUnseen()
    {
        using FileTree tree = Inside().With("/srv/nginx.conf", Main);
        Assert.Empty(Read(tree, Mount("/srv/nginx.conf", "/etc/nginx/nginx.conf")));
    }

    [Fact]
    public void InnerMount_WinsOverTheOuter()
    {
        using FileTree tree = Inside().With("/srv/nginx/nginx.conf", Main).With("/srv/nginx/conf.d/shop.conf", Shop).With("/srv/sites/shop.conf", Shop);
        Assert.Equal(
            ["/srv/nginx/nginx.conf", "/srv/sites/shop.conf"],
            Read(tree, Mount("/srv/nginx", "/etc/nginx"), Mount("/srv/sites", "/etc/nginx/conf.d")).Select(t => t.Text.Path));
    }

    [Fact]
    public void FileThatIsAnotherOnTheHost_IsNotShown()
    {
        // As when the container has put a link there meanwhile.
        using FileTree tree = Inside().With("/srv/conf.d/shop.conf", "root:$y$secret");
        Assert.Empty(Read(tree, Mount("/srv/conf.d", "/etc/nginx/conf.d")));
    }

    private static FileTree Inside() =>
        new FileTree().With("/c/etc/nginx/nginx.conf", Main).With("/c/etc/nginx/conf.d/shop.conf", Shop);

    private static ContainerMount Mount(string source, string destination) => new() { Source = source, Destination = destination };

    private static IEnumerable<(string File, ConfigurationText Text)> Read(FileTree tree, params ContainerMount[] mounts) =>
        ProxyTexts.Read(
            tree.Host, new RootedFiles(tree.Host, "/c"), NginxReader.Read(tree.Host, new NginxPlace { Root = "/c" }), mounts)
            .Select(t => (t.Key, t.Value)).OrderByDescending(t => t.Key, StringComparer.Ordinal);
}
