using System.Net;
using System.Net.Sockets;
using ContainerNet.Hosting;
using ContainerNet.Probes;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;
using ContainerNet.Sources;
using AddressFamily = ContainerNet.Model.AddressFamily;
using Protocol = ContainerNet.Model.Protocol;
using RootFactAttribute = ContainerNet.Probes.RootFactAttribute;

namespace ContainerNet.Tracing;

/// <summary>Tables of iptables-legacy in namespaces of the test's own: a client, and a router that has the
/// rules.</summary>
[Collection(Alone.Name)]
public sealed class LegacyTraceTests : IDisposable
{
    private const string Setting = "/proc/sys/net/netfilter/nf_log/2";

    private static readonly AddressFamily[] s_four = [AddressFamily.IPv4];
    private readonly TestNamespace? _router, _client;

    public LegacyTraceTests()
    {
        if (Environment.IsPrivilegedProcess)
        {
            _router = new TestNamespace();
            _client = new TestNamespace();
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _router?.Dispose();
    }

    [RootFact("ip", "iptables-legacy", "unshare", "nsenter")]
    public async Task PacketsThroughLegacyChains_TellEachRuleInOrder()
    {
        Connect();
        foreach (string rule in new[]
        {
            "-N JUMPS", "-A FORWARD -p tcp -j ACCEPT", "-A FORWARD -j JUMPS", "-A JUMPS -p udp --dport 80 -j DROP",
            "-A JUMPS -p udp --dport 81 -j RETURN", "-A INPUT -p udp --dport 90 -j REJECT", "-A INPUT -j DROP", "-P FORWARD DROP",
        })
        {
            Legacy(rule);
        }

        LegacyLines lines = new();
        LegacyTrace trace = Trace(lines);
        using (TraceTable table = Mark())
        {
            foreach ((string address, int port) in new[]
            {
                ("10.9.2.2", 80), ("10.9.2.2", 81), ("10.9.2.2", 82), ("10.9.1.1", 90), ("10.9.1.1", 91),
            })
            {
                Send(address, port);
            }

            await trace.DisposeAsync();
        }

        Assert.Equal(
            [
                "80 filter:FORWARD:Rule:2", "80 filter:JUMPS:Rule:1",
                "81 filter:FORWARD:Rule:2", "81 filter:JUMPS:Rule:2", "81 filter:FORWARD:Policy:3",
                "82 filter:FORWARD:Rule:2", "82 filter:JUMPS:Return:3", "82 filter:FORWARD:Policy:3",
                "90 filter:INPUT:Rule:1",

                // A drop without any condition is called a policy; its number says that it is rule 2 of two.
                "91 filter:INPUT:Policy:2",
            ],
            lines.All);
        Assert.Equal((0, 0L, (long)lines.All.Length), (lines.Losses, trace.Malformed, trace.Entries));
    }

    [RootFact("ip", "iptables-legacy", "unshare", "nsenter")]
    public async Task ThousandsOfLines_AreAllThere()
    {
        Connect();
        Legacy("-A INPUT -p udp --dport 80 -j DROP");
        LegacyLines lines = new();
        LegacyTrace trace = Trace(lines);
        using (TraceTable table = Mark())
        {
            Send("10.9.1.1", 80, count: 5000);
        }

        await trace.DisposeAsync();
        Assert.Equal((5000, 0), (lines.All.Length, lines.Losses));
    }

    [RootFact("unshare", "nsenter")]
    public async Task Setting_IsChangedForTheTimeOnlyAndStandsInTheJournal()
    {
        using TemporaryRoot root = new();
        RepairJournal journal = new(new LinuxChanges(new RootedHost(), root.Path));
        foreach (string before in new[] { "NONE", "nfnetlink_log" })
        {
            Write(before);
            LegacyTrace trace = _router!.Run(() => LegacyTrace.Create(s_four, new LegacyLines(), new SettingJournal(journal)));
            Assert.Equal("nfnetlink_log", Value());
            if (before == "NONE")
            {
                SysctlStep step = Assert.IsType<SysctlStep>(Assert.Single(Assert.Single(journal.ReadAll()).Plan.Steps));
                Assert.Equal(("net.netfilter.nf_log.2", "NONE", "nfnetlink_log"), (step.Key, step.Before, step.Value));
                Assert.Equal(_router.Run(() => new FileInfo("/proc/thread-self/ns/net").LinkTarget), step.Namespace);
            }

            await trace.DisposeAsync();
            Assert.Equal(before, Value());
            Assert.Empty(journal.ReadAll());
        }
    }

    [RootFact("unshare", "nsenter")]
    public async Task SettingThatSomebodyElseChangedMeanwhile_IsLeftAlone()
    {
        Write("nfnetlink_log");
        string loaded = _router!.Execute("cat", "/proc/net/netfilter/nf_log").Output;
        string? other = loaded.Contains("nf_log_syslog", StringComparison.Ordinal) ? "nf_log_syslog"
            : loaded.Contains("nf_log_ipv4", StringComparison.Ordinal) ? "nf_log_ipv4" : null;
        Write("NONE");
        LegacyTrace trace = _router.Run(() => LegacyTrace.Create(s_four, new LegacyLines(), journal: null));
        Write(other ?? "NONE");
        await trace.DisposeAsync();
        Assert.Equal(other ?? "NONE", Value());
    }

    [RootFact("unshare", "nsenter")]
    public void ProcessThatIsKilled_LeavesTheSettingAsItWas()
    {
        Write("NONE");
        using HeldProcess process = new(_router!, "legacy-trace");
        Assert.Equal(("tracing", "nfnetlink_log"), (process.Word, Value()));
        process.Kill();
        Assert.True(SpinWait.SpinUntil(() => Value() == "NONE", 5000), Value());
    }

    [RootFact("unshare", "nsenter", "setsid")]
    public void ProcessThatIsTerminatedWithItsWholeGroup_LeavesTheSettingAsItWas()
    {
        foreach (string signal in new[] { "INT", "HUP", "TERM", "QUIT" })
        {
            Write("NONE");
            using HeldProcess process = new(_router!, ["setsid"], "legacy-trace");
            Assert.Equal(("tracing", "nfnetlink_log"), (process.Word, Value()));
            Assert.Equal(0, Shell.Run("kill", $"-{signal}", "--", $"-{process.Id}").ExitCode);
            process.Wait();
            Assert.True(SpinWait.SpinUntil(() => Value() == "NONE", 5000), $"{signal}: {Value()}");
        }
    }

    [RootFact("unshare", "nsenter")]
    public async Task GroupOfAnotherProgram_IsSaidAndNothingIsChanged()
    {
        Write("NONE");
        LegacyTrace first = Trace(new LegacyLines());
        ContainerNetException failure = Assert.Throws<ContainerNetException>(() => Trace(new LegacyLines()));
        Assert.Equal(Problem.TraceUnsupported, failure.Problem);
        Assert.Contains("another program", failure.Message, StringComparison.Ordinal);
        Assert.Equal("nfnetlink_log", Value());
        await first.DisposeAsync();
        Assert.Equal("NONE", Value());
    }

    [RootFact("unshare", "nsenter", "setpriv")]
    public void WithoutTheCapability_IsPermissionDenied()
    {
        using HeldProcess process = new(
            _router!, ["setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"], "legacy-trace");
        Assert.Equal(nameof(Problem.PermissionDenied), process.Word);
    }

    [RootFact("unshare", "nsenter")]
    public void JournalThatCannotBeWritten_ChangesNothing()
    {
        Write("NONE");
        Assert.Throws<InvalidOperationException>(() => _router!.Run(() =>
            LegacyTrace.Create(s_four, new LegacyLines(), new SettingJournal(new RepairJournal(new DyingChanges(
                new LinuxChanges(new RootedHost(), "/nonexistent"), survives: 0))))));
        Assert.Equal("NONE", Value());
    }

    [RootFact("unshare", "nsenter")]
    public async Task RecordThatAKillLeft_IsUndoneInItsNamespaceOnly()
    {
        Write("NONE");
        using TemporaryRoot root = new();
        Directory.CreateSymbolicLink(root.Path + "/proc", "/proc");
        LinuxChanges changes = new(new RootedHost(), root.Path);
        string place = _router!.Run(() => new FileInfo("/proc/thread-self/ns/net").LinkTarget!);
        string id = new SettingJournal(new RepairJournal(changes)).Begin(
            new SettingChange("net.netfilter.nf_log.2", "NONE", "nfnetlink_log", place));
        Write("nfnetlink_log");
        Assert.True(new RepairJournal(changes).Read(id).IsInterrupted);
        ContainerNetException failure = await Assert.ThrowsAsync<ContainerNetException>(
            () => new RepairRunner(changes).UndoAsync(id, default));
        Assert.Equal(Problem.RepairConflict, failure.Problem);
        Assert.Contains(place, failure.Message, StringComparison.Ordinal);
        RepairResult result = _router.Run(() => new RepairRunner(changes).UndoAsync(id, default).GetAwaiter().GetResult());
        Assert.Equal((RepairStatus.Undone, "NONE"), (result.Status, Value()));
    }

    private string Value() => _router!.Execute("cat", Setting).Output.Trim();

    private void Write(string value)
    {
        string seen = _router!.Run(() =>
        {
            File.WriteAllText(Setting, value + "\n");
            return File.ReadAllText(Setting).Trim();
        });
        Assert.Equal((value, value), (seen, Value()));
    }

    private LegacyTrace Trace(LegacyLines lines) => _router!.Run(() => LegacyTrace.Create(s_four, lines, journal: null));

    private TraceTable Mark() => _router!.Run(() => TraceTable.Create(
        [new TraceFlow { Protocol = Protocol.Udp, Source = IPNetwork.Parse("10.9.1.2/32"), Replies = false }]));

    private void Send(string address, int port, int count = 1) => _client!.Run(() =>
    {
        for (int i = 0; i < count; i++)
        {
            // A reject makes the next call on the same socket fail.
            using Socket socket = new(System.Net.Sockets.AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.SendTo([1], new IPEndPoint(IPAddress.Parse(address), port));
        }

        return true;
    });

    private void Legacy(string rule)
    {
        (int code, _, string error) = _router!.Execute(["iptables-legacy", "-w", .. rule.Split(' ')]);
        Assert.True(code == 0, $"{rule}: {error}");
    }

    /// <summary>10.9.1.2 is the client, 10.9.1.1 the router; what is sent to 10.9.2.0/24 it forwards.</summary>
    private void Connect()
    {
        foreach ((TestNamespace place, string line) in new[]
        {
            (_router!, $"ip link add in0 type veth peer name up0 netns {_client!.ProcessId}"),
            (_router!, "ip link add out0 type veth peer name out1"), (_router!, "ip addr add 10.9.1.1/24 dev in0"),
            (_router!, "ip addr add 10.9.2.1/24 dev out0"), (_router!, "ip link set in0 up"), (_router!, "ip link set out0 up"),
            (_router!, "sysctl -qw net.ipv4.ip_forward=1"), (_client!, "ip addr add 10.9.1.2/24 dev up0"),
            (_client!, "ip link set up0 up"), (_client!, "ip route add default via 10.9.1.1"),
        })
        {
            (int code, _, string error) = place.Execute(line.Split(' '));
            Assert.True(code == 0, $"{line}: {error}");
        }
    }
}
