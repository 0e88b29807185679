using System.Diagnostics;
using ContainerNet.Hosting;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

public sealed class NginxFilesTests
{
    private static readonly NginxPlace s_place = new();

    [Fact]
    public void Include_TakesTheFilesOfAPatternInOrder()
    {
        using FileTree tree = new FileTree()
            .With("/etc/nginx/nginx.conf", "http { include conf.d/*.conf; include none/*.conf; include sites-*/[ab]*; }")
            .With("/etc/nginx/conf.d/20-b.conf", "server { server_name b; }")
            .With("/etc/nginx/conf.d/10-a.conf", "server { server_name a; }")
            .With("/etc/nginx/conf.d/.hidden.conf", "server { server_name hidden; }")
            .With("/etc/nginx/conf.d/c.conf.off", "server { server_name off; }")
            .With("/etc/nginx/sites-y/b", "server { server_name y; }")
            .With("/etc/nginx/sites-x/a", "server { server_name x; }")
            .With("/etc/nginx/sites-x/c", "server { server_name c; }");

        Proxy proxy = NginxReader.Read(tree.Host, s_place);

        Assert.Empty(proxy.Problems);
        Assert.Equal(["a", "b", "x", "y"], proxy.Servers.Select(s => s.Name));
        Assert.Equal(("/etc/nginx/conf.d/10-a.conf", 1), (proxy.Servers[0].Source.File, proxy.Servers[0].Source.Line));
    }

    [Fact]
    public void Include_WorksAtEveryLevel()
    {
        using FileTree tree = new FileTree()
            .With("/etc/nginx/nginx.conf", "http { server { location / { include proxy.conf; proxy_pass http://a; } } include up.conf; }")
            .With("/etc/nginx/proxy.conf", "proxy_set_header A a; include more.conf;")
            .With("/etc/nginx/more.conf", "proxy_set_header B b;")
            .With("/etc/nginx/up.conf", "upstream a { include servers; }")
            .With("/etc/nginx/servers", "server 192.0.2.1;");

        Proxy proxy = NginxReader.Read(tree.Host, s_place);

        Assert.Equal(["A: a", "B: b"], proxy.Servers[0].Root.Locations[0].Settings.Proxy.Headers.Select(h => h.ToString()));
        Assert.Equal("192.0.2.1:80", Assert.Single(proxy.Upstreams[0].Servers).ToString());
        Assert.Equal(5, proxy.Files.Count);
    }

    [Fact]
    public void MissingFile_IsRefusedAndMissingPatternIsNot()
    {
        using FileTree tree = new FileTree().With("/etc/nginx/nginx.conf", "events {}\ninclude none.conf;\ninclude none/*;\n");

        ProxyProblem problem = Assert.Single(NginxReader.Read(tree.Host, s_place).Problems);

        Assert.Equal("/etc/nginx/nginx.conf:2: /etc/nginx/none.conf is not there", problem.ToString());
        Assert.Equal(ProxyProblemKind.Refused, problem.Kind);
    }

    [Fact]
    public void MainFileThatIsMissing_IsAProblemToo() => Assert.Equal(
        "/etc/nginx/nginx.conf:1: /etc/nginx/nginx.conf is not there", Assert.Single(NginxReader.Read(new ScriptedHost(), s_place).Problems).ToString());

    [Fact]
    public void Loop_EndsAndIsTold()
    {
        using FileTree tree = new FileTree()
            .With("/etc/nginx/nginx.conf", "http { include a; }")
            .With("/etc/nginx/a", "server { server_name a; }\ninclude b;")
            .With("/etc/nginx/b", "server { server_name b; }\ninclude a;");

        Proxy proxy = NginxReader.Read(tree.Host, s_place);

        Assert.Equal("/etc/nginx/b:2: /etc/nginx/a includes itself", Assert.Single(proxy.Problems).ToString());
        Assert.Equal(["a", "b"], proxy.Servers.Select(s => s.Name));
    }

    [Fact]
    public void IncludesThatMultiply_AreBounded()
    {
        ScriptedHost host = new ScriptedHost().With("/etc/nginx/nginx.conf", "http { include f0; }");
        for (int i = 0; i < 40; i++)
        {
            host.With($"/etc/nginx/f{i}", $"include f{i + 1}; include f{i + 1};");
        }

        host.With("/etc/nginx/f40", "server { listen 80; }");
        Stopwatch watch = Stopwatch.StartNew();

        Proxy proxy = NginxReader.Read(host, s_place);

        Assert.Contains(proxy.Problems, p => p is { Kind: ProxyProblemKind.Unread, Reason: "includes make too many directives of it" });
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
    }

    [Fact]
    public void UnreadableFile_IsUnread()
    {
        ScriptedHost host = new ScriptedHost()
            .With("/etc/nginx/nginx.conf", "http {\n include secret;\n server { listen 80; } }")
            .With("/etc/nginx/secret", "", FileStatus.Denied);

        Proxy proxy = NginxReader.Read(host, s_place);

        ProxyProblem problem = Assert.Single(proxy.Problems);
        Assert.Equal((ProxyProblemKind.Unread, 2), (problem.Kind, problem.Source.Line));
        Assert.Single(proxy.Servers);
    }

    [Fact]
    public void FileOf50Megabytes_IsNotParsed()
    {
        using FileTree tree = new FileTree()
            .With("/etc/nginx/nginx.conf", "http { include big; server { listen 80; } }")
            .With("/etc/nginx/big", new byte[50 * 1024 * 1024]);

        Proxy proxy = NginxReader.Read(tree.Host, s_place);

        Assert.Contains("more than 32 MiB of configuration", Assert.Single(proxy.Problems).Reason, StringComparison.Ordinal);
        Assert.Single(proxy.Servers);
    }

    [Fact]
    public void Binary_IsRefused()
    {
        using FileTree tree = new FileTree().With("/etc/nginx/nginx.conf", [0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2]);

        Assert.Contains("it is no text", Assert.Single(NginxReader.Read(tree.Host, s_place).Problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_AreFollowedInsideTheRoot()
    {
        using FileTree tree = new FileTree()
            .With("/proc/7/root/etc/nginx/nginx.conf", "http { include sites-enabled/*; include up; }")
            .With("/proc/7/root/srv/sites/one", "server { server_name inside; }")
            .With("/srv/sites/one", "server { server_name outside; }")
            .With("/etc/up", "server { server_name escaped; }")
            .WithLink("/proc/7/root/etc/nginx/sites-enabled/one", "/srv/sites/one")
            .WithLink("/proc/7/root/etc/nginx/up", "../../../../../etc/up");
        NginxPlace place = s_place with { Root = "/proc/7/root" };

        Proxy proxy = NginxReader.Read(new LinkKeepingHost(tree.Host), place);

        Assert.Equal(["inside"], proxy.Servers.Select(s => s.Name));
        Assert.Equal("/etc/nginx/up is not there", Assert.Single(proxy.Problems).Reason);
    }

    [Fact]
    public void LinksInACircle_EndAsMissing()
    {
        using FileTree tree = new FileTree()
            .WithFolder("/root/etc/nginx")
            .WithLink("/root/etc/nginx/nginx.conf", "other.conf")
            .WithLink("/root/etc/nginx/other.conf", "nginx.conf");

        ProxyProblem problem = Assert.Single(NginxReader.Read(new LinkKeepingHost(tree.Host), s_place with { Root = "/root" }).Problems);

        Assert.Contains("is not there", problem.Reason, StringComparison.Ordinal);
    }

    /// <summary>Fails where a path with a link in it reaches the host, which the kernel would follow out of the root.</summary>
    private sealed class LinkKeepingHost(RootedHost host) : IHost
    {
        public bool IsRoot => true;

        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public FileReading ReadFile(string path)
        {
            for (string at = path; at.Length > 1; at = Path.GetDirectoryName(at)!)
            {
                Assert.Null(host.ReadLink(at));
            }

            return host.ReadFile(path);
        }

        public IReadOnlyList<string>? ListDirectory(string path) => host.ListDirectory(path);

        public string? ReadLink(string path) => host.ReadLink(path);

        public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => throw new NotSupportedException();
    }
}
