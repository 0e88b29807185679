using System.Net.Sockets;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model.Proxies;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerNet.Sources.Nginx;

public sealed class NginxErrorLogTests
{
    private const string Prefix = "2026/11/28 08:30:06 [error] 12#13: *7 ";

    private const string Suffix =
        ", client: 192.0.2.9, server: a.test, request: \"GET /a?b HTTP/1.1\", upstream: \"http://10.0.0.1:80/x?y\", host: \"a.test\", referrer: \"http://r/\"";

    [Fact]
    public void Line_IsTakenApart()
    {
        ProxyLogEntry entry = Assert.Single(NginxErrorLog.Parse(
            Prefix + "connect() failed (111: Connection refused) while connecting to upstream" + Suffix));

        Assert.Equal(new ProxyLogEntry
        {
            Time = new DateTime(2026, 11, 28, 8, 30, 6),
            Level = "error",
            Connection = 7,
            Kind = ProxyErrorKind.ConnectionRefused,
            Message = "connect() failed (111: Connection refused)",
            ErrorNumber = 111,
            Action = "connecting to upstream",
            Client = "192.0.2.9",
            Server = "a.test",
            Request = "GET /a?b HTTP/1.1",
            Upstream = "http://10.0.0.1:80/x?y",
            Host = "a.test",
            Referrer = "http://r/",
        }, entry);
        Assert.Equal("http://10.0.0.1:80", entry.UpstreamAddress);
    }

    [Theory]
    [InlineData("connect() failed (113: No route to host) while connecting to upstream", ProxyErrorKind.HostUnreachable)]
    [InlineData("connect() failed (101: Network is unreachable) while connecting to upstream", ProxyErrorKind.NetworkUnreachable)]
    [InlineData("connect() to 10.0.0.1:80 failed (13: Permission denied) while connecting to upstream", ProxyErrorKind.ConnectDenied)]
    [InlineData("connect() to unix:/a failed (2: No such file or directory) while connecting to upstream", ProxyErrorKind.SocketMissing)]
    [InlineData("upstream timed out (110: Connection timed out) while connecting to upstream", ProxyErrorKind.ConnectTimeout)]
    [InlineData("upstream timed out (110: Connection timed out) while reading response header from upstream", ProxyErrorKind.AnswerTimeout)]
    [InlineData("upstream timed out (110: Connection timed out) while proxying upgraded connection", ProxyErrorKind.UpgradedTimeout)]
    [InlineData("upstream prematurely closed connection while reading response header from upstream", ProxyErrorKind.ClosedEarly)]
    [InlineData("recv() failed (104: Connection reset by peer) while reading response header from upstream", ProxyErrorKind.Reset)]
    [InlineData("recv() failed (104: Connection reset by peer) while waiting for request", ProxyErrorKind.Other)]
    [InlineData("no live upstreams while connecting to upstream", ProxyErrorKind.NoLiveUpstreams)]
    [InlineData("app could not be resolved (3: Host not found)", ProxyErrorKind.NotResolved)]
    [InlineData("no resolver defined to resolve app", ProxyErrorKind.NoResolver)]
    [InlineData("no port in upstream \"app\"", ProxyErrorKind.NoPort)]
    [InlineData("upstream sent too big header while reading response header from upstream", ProxyErrorKind.HeaderTooBig)]
    [InlineData("upstream sent invalid header: \"a b\\x20...\" while reading response header from upstream", ProxyErrorKind.InvalidHeader)]
    [InlineData("upstream sent no valid HTTP/1.0 header while reading response header from upstream", ProxyErrorKind.NotHttp)]
    [InlineData("SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream", ProxyErrorKind.TlsOnPlainPort)]
    [InlineData("SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking to upstream", ProxyErrorKind.TlsHandshake)]
    [InlineData("client intended to send too large body: 2000000 bytes", ProxyErrorKind.BodyTooLarge)]
    [InlineData("open() \"/srv/x\" failed (2: No such file or directory)", ProxyErrorKind.FileMissing)]
    [InlineData("access forbidden by rule", ProxyErrorKind.Forbidden)]
    public void Kind_FollowsFromTheWords(string message, ProxyErrorKind kind) =>
        Assert.Equal(kind, Assert.Single(NginxErrorLog.Parse(Prefix + message + Suffix)).Kind);

    [Fact]
    public void StartThatFailed_IsRead()
    {
        ProxyLogEntry entry = Assert.Single(NginxErrorLog.Parse(
            "2026/11/28 08:30:06 [emerg] 1#1: host not found in upstream \"app\" in /etc/nginx/conf.d/a.conf:3\n/docker-entrypoint.sh: ready\n"));

        Assert.Equal((ProxyErrorKind.HostNotFound, "emerg", null, null), (entry.Kind, entry.Level, entry.Connection, entry.Upstream));
        Assert.Equal("app", entry.Name);
    }

    [Fact]
    public void QuotesInAPath_CannotForgeAnUpstream()
    {
        ProxyLogEntry entry = Assert.Single(NginxErrorLog.Parse(
            Prefix + "connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.9, server: a, request: "
            + "\"GET /\",\u00a0upstream:\"http://evil/\" HTTP/1.1\", upstream: \"http://10.0.0.1:80/\", host: \"a\""));

        Assert.Equal(("http://10.0.0.1:80", "a"), (entry.UpstreamAddress, entry.Host));
    }

    [Fact]
    public void Summary_CountsWhatBelongsTogether()
    {
        string refused = "connect() failed (111: Connection refused) while connecting to upstream" + Suffix;
        IReadOnlyList<ProxyLogSummary> summaries = ProxyLogSummary.Of(NginxErrorLog.Parse(string.Join('\n',
            Prefix + refused, Prefix.Replace(":06", ":59", StringComparison.Ordinal) + refused.Replace("/x?y", "/z", StringComparison.Ordinal),
            Prefix + "no live upstreams while connecting to upstream" + Suffix, Prefix + "something else" + Suffix)));

        Assert.Equal([(ProxyErrorKind.ConnectionRefused, 2), (ProxyErrorKind.NoLiveUpstreams, 1)], summaries.Select(s => (s.Kind, s.Count)));
        Assert.Equal(("http://10.0.0.1:80", "a.test", 6, 59), (summaries[0].Upstream, summaries[0].Server, summaries[0].First.Second, summaries[0].Last.Second));
        Assert.StartsWith("Nobody listens", summaries[0].Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryKind_HasAMeaning() => Assert.All(
        Enum.GetValues<ProxyErrorKind>().Where(k => k != ProxyErrorKind.Other), kind => Assert.NotEqual("", ProxyErrorMeaning.Of(kind)));

    [Fact]
    public void AnyText_IsPassedOverWithoutHarm() => Prop.ForAll(
        Gen.Elements(Prefix, Suffix, ", client: ", ", server: ", ", request: \"", "\"", " ", "(", ": ", "while ", "\n", "\0", "unix:", "http://", ", host: \"")
            .ListOf(30).Select(string.Concat).ToArbitrary(),
        text => NginxErrorLog.Parse(text).All(e => e.Message.Length <= 301)).QuickCheckThrowOnFailure();

    [Fact]
    public void OnlyTheEnd_IsRead()
    {
        using FileTree tree = new();
        string line = Prefix + "no live upstreams while connecting to upstream" + Suffix + "\n";
        byte[] log = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 2 * NginxErrorLog.ByteLimit / line.Length)));
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.In("error.log"), log);
        using LinuxHost host = new();

        ProxyLog read = NginxErrorLog.Read(host, new NginxPlace(), folder.In("error.log"));

        Assert.Null(read.Problem);
        Assert.InRange(read.Entries.Count, (NginxErrorLog.ByteLimit / line.Length) - 2, NginxErrorLog.ByteLimit / line.Length);
        Assert.All(read.Entries, e => Assert.Equal("a.test", e.Server));
    }

    [Fact]
    public void MissingLog_IsAProblem() =>
        Assert.Equal(ProxyProblemKind.Unread, NginxErrorLog.Read(new ScriptedHost(), new NginxPlace(), "/var/log/nginx/error.log").Problem!.Kind);

    [NginxFact]
    public void LinesOfTheRealNginx_AreUnderstood()
    {
        using TemporaryFolder folder = new();
        using Socket deaf = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        deaf.Bind(new UnixDomainSocketEndPoint(folder.In("deaf")));
        File.WriteAllText(folder.In("file"), "");
        using RealNginx.Running running = RealNginx.All[0].Serve(folder.Path, $$"""
            error_log {{folder.Path}}/error.log info;
            events {}
            http {
                {{RealNginx.OwnPlaces(folder.Path)}}
                upstream gone { server unix:{{folder.Path}}/gone; server unix:{{folder.Path}}/none; }
                server {
                    listen unix:{{folder.Path}}/s;
                    server_name log.test;
                    client_max_body_size 1;
                    lingering_timeout 100ms;
                    root {{folder.Path}}/root;
                    location /refused { proxy_pass http://unix:{{folder.Path}}/deaf; }
                    location /gone { proxy_pass http://gone; }
                    location /denied { deny all; }
                    location /name { set $n nobody.invalid; proxy_pass http://$n:80; }
                    location /slow { proxy_read_timeout 200ms; proxy_pass http://unix:{{folder.Path}}/slow; }
                    location /cycle { rewrite ^ /cycle last; }
                    location /garbage { proxy_pass http://unix:{{folder.Path}}/garbage; }
                    location /closes { proxy_pass http://unix:{{folder.Path}}/closes; }
                }
                server { listen unix:{{folder.Path}}/closes; return 444; }
            }
            """, folder.In("s"), folder.In("closes"));
        using Socket slow = Listener(folder.In("slow"));
        using Socket garbage = Listener(folder.In("garbage"));
        Task speaks = Task.Run(() =>
        {
            using Socket client = garbage.Accept();
            client.Receive(new byte[4096]);
            client.Send("SSH-2.0-x\r\n\r\n"u8);
        });
        foreach (string path in (string[])["/refused", "/gone", "/gone", "/denied", "/name", "/slow", "/cycle", "/garbage", "/closes", "/file"])
        {
            Assert.NotNull(UnixReply.Ask(folder.In("s"), $"GET {path} HTTP/1.1\r\nHost: log.test\r\nConnection: close\r\n\r\n"));
        }

        UnixReply.Ask(folder.In("s"), "POST / HTTP/1.1\r\nHost: log.test\r\nContent-Length: 50\r\nConnection: close\r\n\r\n");
        speaks.Wait(TimeSpan.FromSeconds(10));
        using LinuxHost host = new();

        IReadOnlyList<ProxyLogEntry> entries = NginxErrorLog.Read(host, new NginxPlace(), folder.In("error.log")).Entries;

        ProxyErrorKind[] kinds = [.. entries.Where(e => e.Server == "log.test").Select(e => e.Kind).Distinct().Order()];
        Assert.Equal(
            [ProxyErrorKind.ConnectionRefused, ProxyErrorKind.SocketMissing, ProxyErrorKind.AnswerTimeout, ProxyErrorKind.ClosedEarly,
                ProxyErrorKind.NoLiveUpstreams, ProxyErrorKind.NoResolver, ProxyErrorKind.NotHttp, ProxyErrorKind.BodyTooLarge,
                ProxyErrorKind.FileMissing, ProxyErrorKind.Forbidden, ProxyErrorKind.RedirectCycle],
            kinds.Where(k => k != ProxyErrorKind.Other && k != ProxyErrorKind.ServerDisabled));
        Assert.Equal($"http://unix:{folder.Path}/deaf", entries.First(e => e.Kind == ProxyErrorKind.ConnectionRefused).UpstreamAddress);
    }

    private static Socket Listener(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(8);
        return socket;
    }
}
