using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Interop;
using ContainerNet.Model;
using ContainerNet.Probes;

namespace ContainerNet.Tracing;

/// <summary>Our trace table in a real kernel, beside what nft(8) says of it.</summary>
public sealed class TraceTableTests : IDisposable
{
    private const string Mark = " meta nftrace set 1";

    private readonly TestNamespace? _namespace = Environment.IsPrivilegedProcess ? new TestNamespace() : null;

    /// <summary>Flows, the rules in "pre" and "out", and those in "pre_ct" and "out_ct", as nft prints them.</summary>
    private static readonly (TraceFlow Flow, string[] Sent, string[] Answers)[] s_flows =
    [
        (new TraceFlow(), [""], [""]),
        (new TraceFlow { Replies = false }, [""], []),
        (new TraceFlow { Replies = false, Family = AddressFamily.IPv6 }, ["meta nfproto ipv6"], []),
        (new TraceFlow { Family = AddressFamily.IPv4, PerSecond = 1000 },
            ["meta nfproto ipv4 limit rate 1000/second burst 1000 packets"],
            ["ct l3proto ipv4 limit rate 1000/second burst 1000 packets"]),
        (new TraceFlow
            {
                Source = IPNetwork.Parse("10.0.0.1/32"),
                Destination = IPNetwork.Parse("10.1.0.0/16"),
                Protocol = Protocol.Tcp,
                SourcePort = 5,
                DestinationPort = 80,
                OpeningOnly = true,
                PerSecond = 10,
            },
            ["ip saddr 10.0.0.1 ip daddr 10.1.0.0/16 tcp sport 5 tcp dport 80 tcp flags syn / syn,ack"
                + " limit rate 10/second burst 10 packets"],
            ["ct original ip saddr 10.0.0.1 ct original ip daddr 10.1.0.0/16 ct protocol tcp ct original proto-src 5"
                + " ct original proto-dst 80 tcp flags syn,rst limit rate 10/second burst 10 packets",
                "ct original ip saddr 10.0.0.1 ct original ip daddr 10.1.0.0/16 ct protocol tcp ct original proto-src 5"
                + " ct original proto-dst 80 meta l4proto != tcp limit rate 10/second burst 10 packets"]),
        (new TraceFlow { Source = IPNetwork.Parse("10.0.0.0/9"), Protocol = Protocol.Udp, DestinationPort = 53 },
            ["ip saddr 10.0.0.0/9 udp dport 53"],
            ["ct original ip saddr 10.0.0.0/9 ct protocol udp ct original proto-dst 53"]),
        (new TraceFlow { Destination = IPNetwork.Parse("2001:db8::1/128"), Protocol = Protocol.Sctp, SourcePort = 9 },
            ["ip6 daddr 2001:db8::1 sctp sport 9"],
            ["ct original ip6 daddr 2001:db8::1 ct protocol sctp ct original proto-src 9"]),
        (new TraceFlow
            {
                Source = IPNetwork.Parse("::/0"),
                Destination = IPNetwork.Parse("2001:db8::/33"),
                Protocol = Protocol.Tcp,
            },
            ["ip6 daddr 2001:db8::/33 meta l4proto tcp"],
            ["ct original ip6 daddr 2001:db8::/33 ct protocol tcp"]),
        (new TraceFlow { Family = AddressFamily.IPv4, DestinationPort = 80, OpeningOnly = true, Replies = false },
            ["meta nfproto ipv4 tcp dport 80 tcp flags syn / syn,ack", "meta nfproto ipv4 udp dport 80",
                "meta nfproto ipv4 sctp dport 80"],
            []),
        (new TraceFlow { OpeningOnly = true },
            ["tcp flags syn / syn,ack", "meta l4proto != tcp"],
            ["ct protocol tcp tcp flags syn,rst", "ct protocol tcp meta l4proto != tcp", "ct protocol != tcp"]),
    ];

    public void Dispose() => _namespace?.Dispose();

    [RootFact("nft", "unshare", "nsenter")]
    public void EachFlow_BecomesTheRulesThatNftWouldWrite()
    {
        foreach ((TraceFlow flow, string[] sent, string[] answers) in s_flows)
        {
            using TraceTable table = Create(flow);
            string expected = Expected(table.Name, sent, answers);
            Assert.True(expected == List(table), $"{flow}\n{expected}\n{List(table)}");
        }
    }

    [RootFact("nft", "unshare", "nsenter")]
    public void FlowThatIsFollowedLater_GetsItsRulesAndANewGeneration()
    {
        using TraceTable table = Create();
        Assert.Equal(Expected(table.Name, [], []), List(table));
        uint before = table.Generation;
        Assert.Equal(before, _namespace!.Run(TraceTable.ReadGeneration));
        table.Follow(s_flows[0].Flow);
        table.Follow(s_flows[5].Flow);
        Assert.Equal(
            Expected(table.Name, ["", s_flows[5].Sent[0]], ["", s_flows[5].Answers[0]]), List(table));
        Assert.Equal(before + 2, table.Generation);
        _namespace.Execute("nft", "add", "table", "inet", "other");
        Assert.Equal(before + 3, _namespace.Run(TraceTable.ReadGeneration));
    }

    [RootFact("nft", "unshare", "nsenter")]
    public void TwoAtOnce_LiveSideBySideAndLeaveOthersAlone()
    {
        Assert.Equal(0, _namespace!.Execute(
            "nft", "add table ip mine; add chain ip mine c { type filter hook input priority 0; }; "
            + "add rule ip mine c tcp dport 22 counter accept").ExitCode);
        string before = RuleSet();
        TraceTable first = Create(s_flows[1].Flow), second = Create(s_flows[1].Flow);
        Assert.NotEqual(first.Name, second.Name);
        Assert.NotEqual(first.PortId, second.PortId);
        Assert.Contains(first.Name, RuleSet(), StringComparison.Ordinal);
        first.Dispose();
        Assert.DoesNotContain(first.Name, RuleSet(), StringComparison.Ordinal);
        Assert.Equal(Expected(second.Name, [""], []), List(second));
        second.Follow(new TraceFlow { Protocol = Protocol.Udp, Replies = false });
        second.Dispose();
        Assert.Equal(before, RuleSet());
    }

    [RootFact("nft", "unshare", "nsenter")]
    public void TableWithAnOwner_OutlivesAFlushByOthers()
    {
        using TraceTable table = Create(s_flows[1].Flow);
        _namespace!.Execute("nft", "flush", "ruleset");
        Assert.NotEqual(0, _namespace.Execute("nft", "delete", "table", "inet", table.Name).ExitCode);
        Assert.Equal(Expected(table.Name, [""], []), List(table));
    }

    [RootFact("nft", "unshare", "nsenter")]
    public void ProcessThatIsKilled_LeavesNothing()
    {
        string before = RuleSet();
        using HeldProcess process = new(_namespace!, "trace-table");
        Assert.StartsWith(TraceChains.Prefix, process.Word, StringComparison.Ordinal);
        Assert.Contains(process.Word, RuleSet(), StringComparison.Ordinal);
        process.Kill();
        Assert.Equal(before, RuleSet());
    }

    [RootFact("setpriv", "nft", "unshare", "nsenter")]
    public void WithoutTheCapability_IsPermissionDenied()
    {
        using HeldProcess process = new(
            _namespace!, ["setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"], "trace-table");
        Assert.Equal(nameof(Problem.PermissionDenied), process.Word);
    }

    [RootFact("nft", "unshare", "nsenter")]
    public void ManyFlows_FitInOneTransaction()
    {
        TraceFlow[] flows = [.. Enumerable.Range(1, 500).Select(i => s_flows[4].Flow with { DestinationPort = i })];
        using TraceTable table = Create(flows);
        Assert.Equal(3000, List(table).Split(Mark).Length - 1);
    }

    [Theory]
    [InlineData(ErrorNumber.NotPermitted, TablePart.All, Problem.PermissionDenied, "CAP_NET_ADMIN")]
    [InlineData(ErrorNumber.NotSupported, TablePart.All, Problem.TraceUnsupported, "no nf_tables")]
    [InlineData(ErrorNumber.Invalid, TablePart.Table, Problem.TraceUnsupported, "5.12")]
    [InlineData(ErrorNumber.NotSupported, TablePart.Table, Problem.TraceUnsupported, "owner")]
    [InlineData(ErrorNumber.FamilyNotSupported, TablePart.Table, Problem.TraceUnsupported, "inet")]
    [InlineData(ErrorNumber.NoEntry, TablePart.Rule, Problem.TraceUnsupported, "expression")]
    [InlineData(12, TablePart.Rule, Problem.NetlinkRefused, "would not")]
    internal void Refusal_SaysWhatIsMissing(int error, TablePart part, Problem problem, string word)
    {
        ContainerNetException failure = TraceFailure.Of(new NetfilterRefusal(0, error, "words of the kernel"), part);
        Assert.Equal(problem, failure.Problem);
        Assert.Contains(word, failure.Message, StringComparison.Ordinal);
        Assert.Contains("words of the kernel", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FlowThatCannotBe_IsRefusedBeforeAnythingIsAsked()
    {
        Assert.Throws<ArgumentException>(() => TraceRules.Of(new TraceFlow
        {
            Source = IPNetwork.Parse("10.0.0.0/8"),
            Destination = IPNetwork.Parse("2001:db8::/32"),
        }));
        Assert.Throws<ArgumentException>(() => TraceRules.Of(new TraceFlow
        {
            Family = AddressFamily.IPv6,
            Destination = IPNetwork.Parse("10.0.0.0/8"),
        }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TraceRules.Of(new TraceFlow { SourcePort = 65536 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TraceRules.Of(new TraceFlow { PerSecond = 0 }));
    }

    private TraceTable Create(params TraceFlow[] flows) => _namespace!.Run(() => TraceTable.Create(flows));

    private string RuleSet() => _namespace!.Execute("nft", "list", "ruleset").Output;

    /// <summary>Without the name of the program that owns it, which only some versions of nft print.</summary>
    private string List(TraceTable table)
    {
        IEnumerable<string> lines = _namespace!.Execute("nft", "list", "table", "inet", table.Name).Output.Split('\n');
        return string.Join('\n', lines.Where(l => l.Length > 0).Select(l => l.Trim().Split(" # ")[0]));
    }

    private static string Expected(string name, string[] sent, string[] answers)
    {
        List<string> lines = [$"table inet {name} {{", "flags owner"];
        foreach ((string chain, string hook, string priority) in new[]
        {
            ("pre", "prerouting", "-2147483647"), ("pre_ct", "prerouting", "-199"), ("pre_end", "prerouting", "2147483646"),
            ("in", "input", "-2147483647"), ("in_end", "input", "2147483646"),
            ("fwd_begin", "forward", "-2147483647"), ("fwd_end", "forward", "2147483646"),
            ("out", "output", "-2147483647"), ("out_ct", "output", "-199"), ("out_end", "output", "2147483646"),
            ("post", "postrouting", "-2147483647"), ("post_end", "postrouting", "2147483646"),
        })
        {
            lines.Add($"chain {chain} {{");
            lines.Add($"type filter hook {hook} priority {priority}; policy accept;");
            lines.AddRange((chain is "pre" or "out" ? sent : chain.EndsWith("_ct", StringComparison.Ordinal) ? answers : [])
                .Select(r => $"{(chain.EndsWith("_ct", StringComparison.Ordinal) ? "ct direction reply " : "")}{r}{Mark}"
                    .Replace("  ", " ", StringComparison.Ordinal).Trim()));
            lines.Add("}");
        }

        return string.Join('\n', [.. lines, "}"]);
    }
}
