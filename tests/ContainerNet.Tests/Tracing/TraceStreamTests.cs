using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ContainerNet.Probes;

namespace ContainerNet.Tracing;

/// <summary>The stream in a network namespace of its own, with real packets.</summary>
public sealed class TraceStreamTests
{
    private const int Port = 4711;
    private static readonly string s_rules = """
        table inet trace_test {
          chain out { type filter hook output priority 0; udp dport 4711 meta nftrace set 1; }
          chain in { type filter hook input priority 0; udp dport 4711 counter; }
        }
        """;

    [RootFact("nft", "ip", "unshare", "nsenter")]
    public void TracedPackets_AreAllDelivered()
    {
        using TestNamespace place = Prepared();
        using TraceStream stream = place.Run(() => TraceStream.Open());
        CountingSink sink = new();
        stream.Start(sink);
        Send(place, 500);
        stream.Stop();
        Assert.Equal(0, sink.Losses);
        Assert.Equal(0, stream.Dropped);

        // Every packet meets a rule and the policy in each of the two chains; the ends of the chains tell nothing.
        Assert.Equal(500 * 4, sink.Events);
        Assert.Equal(sink.Events, stream.Events);
        Assert.Equal(["in", "out"], sink.Seen.Select(s => stream.Chains[s.Chain].Chain).Distinct().Order());
    }

    [RootFact("nft", "ip", "unshare", "nsenter")]
    public void PacketsBeforeTheStart_AreDeliveredToo()
    {
        using TestNamespace place = Prepared();
        using TraceStream stream = place.Run(() => TraceStream.Open());
        Send(place, 10);
        CountingSink sink = new();
        stream.Start(sink);
        stream.Stop();
        Assert.Equal(40, sink.Events);
    }

    [RootFact("nft", "ip", "unshare", "nsenter")]
    public void ChangeOfTheRules_IsToldWithItsProgram()
    {
        using TestNamespace place = Prepared();
        using TraceStream stream = place.Run(() => TraceStream.Open());
        CountingSink sink = new();
        stream.Start(sink);
        Assert.Equal(0, place.Execute("nft", "add", "rule", "inet", "trace_test", "in", "counter").ExitCode);
        stream.Stop();
        Assert.Equal(["nft"], sink.Programs);
        Assert.Equal(0, sink.Losses);
    }

    [RootFact("nft", "ip", "unshare", "nsenter")]
    public void FullBuffer_IsToldAndTheStreamGoesOn()
    {
        using TestNamespace place = Prepared();
        using TraceStream stream = place.Run(() => TraceStream.Open(bufferBytes: 4096));
        Send(place, 200);
        Assert.True(stream.Dropped > 0);
        CountingSink sink = new();
        stream.Start(sink);
        Assert.True(SpinWait.SpinUntil(() => sink.Losses >= 2, 2000), "both ends of the loss");
        int before = sink.Events;
        Send(place, 1);
        stream.Stop();
        Assert.Equal(before + 4, sink.Events);
    }

    [RootFact("unshare")]
    public void NothingComes_TicksComeAndTheEndIsPrompt()
    {
        using TestNamespace place = new();
        TraceStream stream = place.Run(() => TraceStream.Open());
        CountingSink sink = new();
        stream.Start(sink);
        Assert.True(SpinWait.SpinUntil(() => sink.Ticks >= 10, 2000));
        long start = Stopwatch.GetTimestamp();
        stream.Dispose();
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 0, 500);
        int ticks = sink.Ticks;
        Assert.False(SpinWait.SpinUntil(() => sink.Ticks != ticks, 60));
        stream.Dispose();
    }

    [RootFact("nft", "ip", "unshare", "nsenter")]
    public void SinkThatThrows_IsToldByStop()
    {
        using TestNamespace place = Prepared();
        using TraceStream stream = place.Run(() => TraceStream.Open());
        stream.Start(new ThrowingSink());
        Send(place, 10);
        Assert.Throws<InvalidOperationException>(stream.Stop);
    }

    [RootFact("unshare")]
    public void StreamThatWasNeverStarted_EndsQuietly()
    {
        using TestNamespace place = new();
        place.Run(() => TraceStream.Open()).Dispose();
    }

    private static TestNamespace Prepared()
    {
        TestNamespace place = new();
        Assert.Equal(0, place.Execute("ip", "link", "set", "lo", "up").ExitCode);
        (int code, _, string error) = place.Execute("nft", s_rules);
        Assert.True(code == 0, error);
        return place;
    }

    private static void Send(TestNamespace place, int count) => place.Run(() =>
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (int i = 0; i < count; i++)
        {
            socket.SendTo([1], new IPEndPoint(IPAddress.Loopback, Port));
        }

        return count;
    });

    private sealed class ThrowingSink : ITraceSink
    {
        public void Tick(long timestamp)
        {
        }

        public void Event(in TraceEvent traced) => throw new InvalidOperationException("a sink with a fault");

        public void RulesChanged(uint portId, string? program)
        {
        }

        public void Lost()
        {
        }
    }
}
