using System.Net;
using System.Net.Sockets;
using ContainerNet.Probes;
using AddressFamily = ContainerNet.Model.AddressFamily;
using Protocol = ContainerNet.Model.Protocol;

namespace ContainerNet.Tracing;

/// <summary>
/// Which real packets the rules mark. A table of iptables-legacy tells of each that is sent, and a connection to port 80 of
/// one address is translated to port 8080 of another, so that only connection tracking knows what the answers belong to.
/// </summary>
public sealed class TraceRulesTests : IDisposable
{
    private const byte Syn = 0x02, Rst = 0x04, Ack = 0x10;

    private static readonly TraceFlow s_flow = new()
    {
        Protocol = Protocol.Tcp,
        Destination = IPNetwork.Parse("10.9.9.1/32"),
        DestinationPort = 80,
    };

    private readonly TestNamespace? _namespace = Environment.IsPrivilegedProcess ? new TestNamespace() : null;
    private Socket? _server;

    public void Dispose()
    {
        _server?.Dispose();
        _namespace?.Dispose();
    }

    [RootFact("ip", "nft", "iptables-legacy", "unshare", "nsenter")]
    public async Task OpeningOfATranslatedConnection_IsMarkedBothWays()
    {
        LegacyTraceEntry[] sent = await MarkedAsync(s_flow with { OpeningOnly = true }, () => Connect("10.9.9.1", 80));
        Assert.Equal(
            [(8080, Syn), (80, Syn | Ack)],
            sent.Select(e => (e.Header.DestinationPort == 8080 ? 8080 : 80, (int)e.Header.TcpFlags)));
        Assert.Equal(8080, sent[1].Header.SourcePort);
    }

    [RootFact("ip", "nft", "iptables-legacy", "unshare", "nsenter")]
    public async Task WholeConnection_IsMarkedBothWaysOrOneWay()
    {
        LegacyTraceEntry[] both = await MarkedAsync(s_flow, Talk);
        Assert.True(both.Count(e => e.Header.DestinationPort == 8080) >= 3);
        Assert.True(both.Count(e => e.Header.SourcePort == 8080) >= 2);
    }

    [RootFact("ip", "nft", "iptables-legacy", "unshare", "nsenter")]
    public async Task FlowWithoutReplies_IsMarkedOneWay()
    {
        LegacyTraceEntry[] one = await MarkedAsync(s_flow with { Replies = false }, Talk);
        Assert.True(one.Length >= 3);
        Assert.All(one, e => Assert.Equal(8080, e.Header.DestinationPort));
    }

    [RootFact("ip", "nft", "iptables-legacy", "unshare", "nsenter")]
    public async Task OtherPacketsToTheSamePlace_AreNotMarked() =>
        Assert.Empty(await MarkedAsync(s_flow, () => Connect("10.9.9.2", 8080)));

    [RootFact("ip", "nft", "iptables-legacy", "unshare", "nsenter")]
    public async Task RefusedConnection_ShowsItsReset()
    {
        LegacyTraceEntry[] sent = await MarkedAsync(
            s_flow with { DestinationPort = 81, OpeningOnly = true }, () => Connect("10.9.9.1", 81));
        Assert.Equal([Syn, Rst | Ack], sent.Select(e => (int)e.Header.TcpFlags));
    }

    [RootFact("ip", "nft", "iptables-legacy", "unshare", "nsenter")]
    public async Task DatagramToAClosedPort_ShowsTheErrorOfIcmp()
    {
        TraceFlow flow = new() { Family = AddressFamily.IPv4, Protocol = Protocol.Udp, DestinationPort = 53 };
        LegacyTraceEntry[] sent = await MarkedAsync(flow, () =>
        {
            using Socket socket = new(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.SendTo([1], new IPEndPoint(IPAddress.Parse("10.9.9.1"), 53));
        });
        Assert.Equal([17, 1], sent.Select(e => (int)e.Header.Transport));
    }

    [RootFact("ip", "nft", "iptables-legacy", "unshare", "nsenter")]
    public async Task Limit_IsKept()
    {
        TraceFlow flow = new() { Protocol = Protocol.Udp, DestinationPort = 53, PerSecond = 5, Replies = false };
        LegacyTraceEntry[] sent = await MarkedAsync(flow, () =>
        {
            using Socket socket = new(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            for (int i = 0; i < 500; i++)
            {
                socket.SendTo([1], new IPEndPoint(IPAddress.Parse("10.9.9.1"), 53));
            }
        });
        Assert.InRange(sent.Length, 5, 20);
    }

    /// <summary>What of the traffic is marked, where it is sent.</summary>
    private async Task<LegacyTraceEntry[]> MarkedAsync(TraceFlow flow, Action traffic)
    {
        foreach (string line in new[]
        {
            "ip link set lo up", "ip addr add 10.9.9.1/32 dev lo", "ip addr add 10.9.9.2/32 dev lo", "nft add table ip t",
            "nft add chain ip t c { type nat hook output priority -100; }",
            "nft add rule ip t c ip daddr 10.9.9.1 tcp dport 80 dnat to 10.9.9.2:8080", "iptables-legacy -w -P OUTPUT ACCEPT",
        })
        {
            (int code, _, string error) = _namespace!.Execute(line.Split(' '));
            Assert.True(code == 0, $"{line}: {error}");
        }

        _server = _namespace!.Run(() =>
            new Socket(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        _server.Bind(new IPEndPoint(IPAddress.Parse("10.9.9.2"), 8080));
        _server.Listen();
        LegacyLines lines = new();
        LegacyTrace trace = _namespace.Run(() => LegacyTrace.Create([AddressFamily.IPv4], lines, journal: null));
        using (TraceTable table = _namespace.Run(() => TraceTable.Create([flow])))
        {
            _namespace.Run(() =>
            {
                traffic();
                return true;
            });
            await trace.DisposeAsync();
        }

        return [.. lines.Entries.Where(e => e.Chain == "OUTPUT")];
    }

    /// <summary>A connection that both sides end.</summary>
    private void Talk()
    {
        using Socket socket = new(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetRawSocketOption(6, 7, [1, 0, 0, 0]); // TCP_SYNCNT: no minutes when something is wrong
        socket.Connect(IPAddress.Parse("10.9.9.1"), 80);
        using (Socket peer = _server!.Accept())
        {
            peer.Send([1]);
        }

        Assert.Equal(1, socket.Receive(new byte[1]));
        Assert.Equal(0, socket.Receive(new byte[1]));
    }

    private static void Connect(string address, int port)
    {
        using Socket socket = new(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Parse(address), port);
        }
        catch (SocketException)
        {
            // It is refused, which is what that test is about.
        }
    }
}
