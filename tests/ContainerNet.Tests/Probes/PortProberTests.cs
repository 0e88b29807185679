using System.Net;
using System.Net.Sockets;
using ContainerNet.Model;
using ContainerNet.Hosting;
using AddressFamily = System.Net.Sockets.AddressFamily;
using Protocol = ContainerNet.Model.Protocol;

namespace ContainerNet.Probes;

/// <summary>Real sockets and real rules in a namespace of the test's own, seen from inside as a container would.</summary>
[Collection(Alone.Name)]
public sealed class PortProberTests : IDisposable
{
    private readonly TestNamespace? _namespace = Environment.IsPrivilegedProcess ? new TestNamespace() : null;
    private readonly List<Socket> _sockets = [];

    public PortProberTests() => _namespace?.Execute("ip", "link", "set", "lo", "up");

    public void Dispose()
    {
        _sockets.ForEach(s => s.Dispose());
        _namespace?.Dispose();
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task ListenerThatKeepsTheConnection_IsOpen()
    {
        Listen(IPAddress.Loopback, 5000);
        PortTest test = await TestAsync(5000);
        Assert.Equal((PortState.Open, "accepted, and kept the connection"), (test.State, test.Detail));
        Assert.Equal(IPAddress.Loopback, test.SourceAddress);
        Listen(IPAddress.IPv6Loopback, 5000);
        Assert.Equal(PortState.Open, (await TestAsync(5000, IPAddress.IPv6Loopback)).State);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task ListenerThatCloses_IsOpenButReset()
    {
        Serve(5000, client => client.Close());
        PortTest test = await TestAsync(5000);
        Assert.Equal(PortState.OpenButReset, test.State);
        Assert.Contains("after accept", test.Detail, StringComparison.Ordinal);
        Serve(5001, client =>
        {
            client.LingerState = new LingerOption(enable: true, 0);
            client.Close();
        });
        Assert.Equal(PortState.OpenButReset, (await TestAsync(5001)).State);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task NobodyThere_IsRefused()
    {
        Assert.Equal((PortState.Refused, "reset"), await StateAsync(5000));
        Assert.Equal((PortState.Refused, "reset"), await StateAsync(5000, IPAddress.IPv6Loopback));
        (PortState state, string detail) = await StateAsync(5000, protocol: Protocol.Udp);
        Assert.Equal(PortState.Refused, state);
        Assert.Contains("port unreachable", detail, StringComparison.Ordinal);
        Assert.Equal(PortState.Refused, (await StateAsync(5000, IPAddress.IPv6Loopback, Protocol.Udp)).State);
    }

    [RootFact("unshare", "nsenter", "ip", "nft")]
    public async Task RuleThatRejects_IsRejectedWithItsCode()
    {
        Rules("reject with icmpx admin-prohibited");
        Listen(IPAddress.Any, 5000);
        Listen(IPAddress.IPv6Any, 5000);
        (PortState state, string detail) = await StateAsync(5000);
        Assert.Equal(PortState.Rejected, state);
        Assert.Contains("ICMP administratively prohibited (type 3, code 13)", detail, StringComparison.Ordinal);
        (state, detail) = await StateAsync(5000, IPAddress.IPv6Loopback);
        Assert.Equal(PortState.Rejected, state);
        Assert.Contains("ICMPv6 administratively prohibited (type 1, code 1)", detail, StringComparison.Ordinal);
        Assert.Equal(PortState.Rejected, (await StateAsync(5000, protocol: Protocol.Udp)).State);
    }

    [RootFact("unshare", "nsenter", "ip", "nft")]
    public async Task RuleThatRejectsWithPortUnreachable_IsRejectedForTcpAndRefusedForUdp()
    {
        Rules("reject");
        Assert.Equal(PortState.Rejected, (await StateAsync(5000)).State);
        Assert.Equal(PortState.Refused, (await StateAsync(5000, protocol: Protocol.Udp)).State);
    }

    [RootFact("unshare", "nsenter", "ip", "nft")]
    public async Task RuleThatDrops_IsFilteredForTcpAndUnknownForUdp()
    {
        Rules("drop");
        PortTest test = await TestAsync(5000);
        Assert.Equal((PortState.Filtered, "no answer within 0.4 s"), (test.State, test.Detail));
        Assert.InRange(test.ElapsedMs, 350, 3000);
        Assert.Equal(
            (PortState.Unknown, "no answer: UDP may be open or filtered"), await StateAsync(5000, protocol: Protocol.Udp));
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task DeadNeighbour_IsFilteredAndNotARule()
    {
        _namespace!.Execute("ip", "link", "add", "br0", "type", "bridge");
        _namespace.Execute("ip", "link", "set", "br0", "up");
        _namespace.Execute("ip", "link", "add", "va", "type", "veth", "peer", "name", "vb");
        _namespace.Execute("ip", "link", "set", "va", "master", "br0", "up");
        _namespace.Execute("ip", "link", "set", "vb", "up");
        _namespace.Execute("ip", "addr", "add", "10.1.0.1/24", "dev", "br0");
        PortTest test = await PortProber.TestAsync(
            Probe(80, IPAddress.Parse("10.1.0.9"), Protocol.Tcp) with { Limit = TimeSpan.FromSeconds(6) }, default);
        Assert.Equal(PortState.Filtered, test.State);
        Assert.Contains("ARP", test.Detail, StringComparison.Ordinal);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task NoRoute_IsUnknown() =>
        Assert.Equal(PortState.Unknown, (await TestAsync(80, IPAddress.Parse("192.0.2.77"))).State);

    [RootFact("unshare", "nsenter", "ip")]
    public async Task HttpServer_AnswersWithItsStatus()
    {
        Serve(5000, client => client.Send("HTTP/1.1 503 Busy\r\n\r\n"u8));
        PortTest test = await PortProber.TestAsync(Probe(5000, IPAddress.Loopback, Protocol.Tcp) with { HttpPath = "/x\r\ny" }, default);
        Assert.Equal((PortState.Open, "HTTP 503"), (test.State, test.Detail));
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task OtherProtocol_IsOpenAndItsBytesAreMadeHarmless()
    {
        Serve(5000, client => client.Send("\x1b[31mSSH-2.0\x07\r\n"u8));
        PortTest test = await PortProber.TestAsync(Probe(5000, IPAddress.Loopback, Protocol.Tcp) with { HttpPath = "/" }, default);
        Assert.Equal((PortState.Open, "answers, but not in HTTP: .[31mSSH-2.0."), (test.State, test.Detail));
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task ServerThatSaysNothingToHttp_IsUnknown()
    {
        Listen(IPAddress.Loopback, 5000);
        PortTest test = await PortProber.TestAsync(Probe(5000, IPAddress.Loopback, Protocol.Tcp) with { HttpPath = "/" }, default);
        Assert.Equal(PortState.Unknown, test.State);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task UdpServiceThatAnswers_IsOpen()
    {
        Socket server = Keep(_namespace!.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)));
        server.Bind(new IPEndPoint(IPAddress.Loopback, 5000));
        Task answer = Task.Run(async () =>
        {
            SocketReceiveFromResult got = await server.ReceiveFromAsync(new byte[100], new IPEndPoint(IPAddress.Any, 0));
            await server.SendToAsync("pong"u8.ToArray(), got.RemoteEndPoint);
        });
        Assert.Equal((PortState.Open, "answers (4 bytes)"), await StateAsync(5000, protocol: Protocol.Udp));
        await answer;
    }

    [RootFact("unshare")]
    public async Task ContainerThatHasEnded_IsAnError()
    {
        ContainerNetException e = await Assert.ThrowsAsync<ContainerNetException>(() => PortProber.TestAsync(
            Probe(80, IPAddress.Loopback, Protocol.Tcp) with { ContainerProcessId = int.MaxValue }, default));
        Assert.Equal(Problem.NamespaceNotFound, e.Problem);
    }

    [RootFact("unshare", "nsenter", "ip", "nft")]
    public async Task Cancellation_StopsAtOnce()
    {
        Rules("drop");
        using CancellationTokenSource stop = new(100);
        PortProbe probe = Probe(5000, IPAddress.Loopback, Protocol.Tcp) with { Limit = TimeSpan.FromSeconds(30) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PortProber.TestAsync(probe, stop.Token));
    }

    [Fact]
    public void ControlMessageCutAnywhere_IsNoError()
    {
        byte[] control = new byte[64];
        BitConverter.TryWriteBytes(control, 48L);
        BitConverter.TryWriteBytes(control.AsSpan(12), 11);
        (control[20], control[21], control[22], control[32]) = (2, 3, 13, 2);
        Assert.StartsWith("ICMP administratively prohibited", $"{IcmpError.Decode(control)}", StringComparison.Ordinal);
        for (int length = 0; length < 48; length++)
        {
            Assert.Null(IcmpError.Decode(control.AsSpan(0, length)));
        }
    }

    private PortProbe Probe(int port, IPAddress address, Protocol protocol) => new()
    {
        Vantage = Vantage.Container,
        ContainerProcessId = _namespace!.ProcessId,
        Address = address,
        Port = port,
        Protocol = protocol,
        Limit = TimeSpan.FromMilliseconds(400),
        Grace = TimeSpan.FromMilliseconds(100),
    };

    private Task<PortTest> TestAsync(int port, IPAddress? address = null, Protocol protocol = Protocol.Tcp) =>
        PortProber.TestAsync(Probe(port, address ?? IPAddress.Loopback, protocol), default);

    private async Task<(PortState State, string Detail)> StateAsync(
        int port, IPAddress? address = null, Protocol protocol = Protocol.Tcp)
    {
        PortTest test = await TestAsync(port, address, protocol);
        return (test.State, test.Detail);
    }

    private void Rules(string verdict)
    {
        (int exitCode, _, string error) = _namespace!.Execute(
            "nft", $"add table inet t; add chain inet t c {{ type filter hook input priority 0; }}; add rule inet t c meta l4proto {{ tcp, udp }} th dport 5000 {verdict}");
        Assert.True(exitCode == 0, error);
    }

    private Socket Keep(Socket socket)
    {
        _sockets.Add(socket);
        return socket;
    }

    private Socket Listen(IPAddress address, int port)
    {
        Socket socket = Keep(_namespace!.Run(() => new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)));
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.DualMode = false;
        }

        socket.Bind(new IPEndPoint(address, port));
        socket.Listen();
        return socket;
    }

    private void Serve(int port, Action<Socket> answer)
    {
        Socket listener = Listen(IPAddress.Loopback, port);
        _ = Task.Run(async () =>
        {
            Socket client = Keep(await listener.AcceptAsync());
            answer(client);
        });
    }
}
