using System.Net;
using System.Net.Sockets;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Probes;
using Protocol = ContainerNet.Model.Protocol;

namespace ContainerNet.Sources.Proc;

public sealed class ListenerReaderTests
{
    [Fact]
    public void WebContainer_ListensOnBothPortsOfIPv6Wildcard()
    {
        IReadOnlyList<ContainerListener> found = Read("container-web").Value;
        Assert.Equal(["Tcp :: 80", "Tcp :: 443"], found.Select(l => $"{l.Protocol} {l.Address} {l.Port}"));
        Assert.All(found, l => Assert.True(l.IsAny));
    }

    [Fact]
    public void NameServer_IsFoundOnUdpOnly() =>
        Assert.Equal(["Udp 0.0.0.0 53"], Read("container-dns").Value.Select(l => $"{l.Protocol} {l.Address} {l.Port}"));

    [Fact]
    public void Host_ShowsAddressesInTheirOrder()
    {
        IReadOnlyList<ContainerListener> found = Read("host", container: null).Value;
        Assert.Contains(found, l => l.Port == 3001 && l.Address.Equals(IPAddress.Parse("192.0.2.1")));
        Assert.Contains(found, l => l.IsLoopback && l.Protocol == Protocol.Tcp);
        Assert.DoesNotContain(found, l => l.Port == 0);
    }

    [Fact]
    public void EmbeddedResolver_IsNoApplication()
    {
        const string Table = "  sl\n   0: 0B00007F:A1B2 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 77 1 0 100 0 0 10 0\n";
        using FileTree tree = new();
        tree.With("/proc/9/net/tcp", Table).With("/proc/9/net/udp", "").With("/proc/9/net/udp6", "").With("/proc/9/net/tcp6", "");
        Assert.Empty(ListenerReader.Read(tree.Host, 9, "c", resolveProcesses: false).Value);
        Assert.Single(ListenerReader.Read(tree.Host, 9, null, resolveProcesses: false).Value);
    }

    [Fact]
    public void ProcessThatHasEnded_IsAGapAndNotAnEmptyList()
    {
        using FileTree tree = new();
        Reading<IReadOnlyList<ContainerListener>> reading = ListenerReader.Read(tree.Host, 9, "c", resolveProcesses: true);
        Assert.Empty(reading.Value);
        Assert.NotEmpty(reading.Gaps);
        Assert.All(reading.Gaps, g => Assert.Equal(FactKinds.Listeners, g.Facts));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("tcp6")]
    [InlineData("udp")]
    public void TableCutAnywhere_NeverCrashesAndSaysSo(string table)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures/proc/host", table));
        for (int length = 0; length < Math.Min(text.Length, 700); length++)
        {
            SocketTable.Parse(text[..length], table == "udp" ? Protocol.Udp : Protocol.Tcp, out int broken);
            Assert.InRange(broken, 0, 1);
        }

        SocketTable.Parse("header\n 0: ZZZZZZZZ:1 x 0A a:b c d e f g\n", Protocol.Tcp, out int bad);
        Assert.Equal(1, bad);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(71)]
    public void SocketMessageCutOff_IsRefused(int length) =>
        Assert.Throws<FormatException>(() => SocketMessage.Decode(new NetlinkMessage(20, new byte[length])));

    [RootFact("unshare", "nsenter", "ip")]
    public void RealSockets_AreFoundWithTheirProcessThroughBothWays()
    {
        using TestNamespace ns = new();
        ns.Execute("ip", "link", "set", "lo", "up");
        using Socket tcp = ns.Run(() => Listen(IPAddress.Any, 5001));
        using Socket loopback = ns.Run(() => Listen(IPAddress.Loopback, 5002));
        using Socket v6 = ns.Run(() => Listen(IPAddress.IPv6Any, 5003));
        using Socket udp = ns.Run(() => new Socket(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        udp.Bind(new IPEndPoint(IPAddress.Any, 5004));

        string[] expected = ["Tcp 0.0.0.0 5001", "Tcp 127.0.0.1 5002", "Tcp :: 5003", "Udp 0.0.0.0 5004"];
        RootedHost live = new();
        Assert.NotNull(live.DumpTcpListeners(ns.ProcessId));
        Assert.Equal(expected, Texts(ListenerReader.Read(live, ns.ProcessId, "c", resolveProcesses: false)));
        using Socket waiting = ns.Run(() => new Socket(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        waiting.Connect(IPAddress.Loopback, 5001);
        Assert.Contains(
            ListenerReader.Read(live, ns.ProcessId, "c", resolveProcesses: false).Value,
            l => l is { Port: 5001, Waiting: 1, Backlog: 7 });
        Assert.Equal(expected, Texts(ListenerReader.Read(new SlowHost(), ns.ProcessId, "c", resolveProcesses: false)));

        // The holder of these sockets is this process, which lives outside: a search among the container's own finds none.
        Assert.All(ListenerReader.Read(live, ns.ProcessId, "c", resolveProcesses: true).Value, l => Assert.Null(l.ProcessId));
        ContainerListener own = ListenerReader.ResolveOwners(
            live, [new ContainerListener { Protocol = Protocol.Tcp, Address = IPAddress.Any, Port = 1 }], [5001])[0];
        Assert.Null(own.ProcessId);
    }

    [Fact]
    public void OwnListener_IsResolvedToThisProcess()
    {
        using Socket socket = Listen(IPAddress.Loopback, 0);
        int port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        RootedHost host = new();
        ContainerListener own = ListenerReader.Read(host, Environment.ProcessId, null, resolveProcesses: true).Value.Single(l => l.Port == port);
        Assert.Equal(Environment.ProcessId, own.ProcessId);
        Assert.Equal(File.ReadAllText("/proc/self/comm").Trim(), own.ProcessName);
    }

    private static IEnumerable<string> Texts(Reading<IReadOnlyList<ContainerListener>> reading)
    {
        Assert.Empty(reading.Gaps);
        return reading.Value.Select(l => $"{l.Protocol} {l.Address} {l.Port}");
    }

    private static Socket Listen(IPAddress address, int port)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, port));
        socket.Listen(7);
        return socket;
    }

    private static Reading<IReadOnlyList<ContainerListener>> Read(string folder, string? container = "c")
    {
        using FileTree tree = new();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures/proc", folder)))
        {
            tree.With($"/proc/9/net/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        }

        return ListenerReader.Read(tree.Host, 9, container, resolveProcesses: false);
    }

    /// <summary>The running host without sock_diag.</summary>
    private sealed class SlowHost : IHost
    {
        private readonly RootedHost _host = new();

        public bool IsRoot => _host.IsRoot;

        public DateTimeOffset Now => _host.Now;

        public FileReading ReadFile(string path) => _host.ReadFile(path);

        public IReadOnlyList<string>? ListDirectory(string path) => _host.ListDirectory(path);

        public string? ReadLink(string path) => _host.ReadLink(path);

        public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken) =>
            _host.RunAsync(command, cancellationToken);

        public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) =>
            _host.GetAsync(socket, path, limit, cancellationToken);

        public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => [];
    }
}
