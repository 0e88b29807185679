using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

public sealed class IptablesSaveParserTests
{
    public static TheoryData<string, string> Captures => new()
    {
        { "bookworm/iptables-save.txt", "ip" },
        { "bookworm/ip6tables-save.txt", "ip6" },
        { "bookworm/odd-iptables-save.txt", "ip" },
        { "bookworm/iptables-legacy-save.txt", "ip" },
        { "bookworm/hidden-iptables-save.txt", "ip" },
        { "trixie/iptables-save.txt", "ip" },
        { "trixie/ip6tables-save.txt", "ip6" },
        { "forky/iptables-save.txt", "ip" },
        { "forky/ip6tables-save.txt", "ip6" },
        { "forky/odd-iptables-save.txt", "ip" },
    };

    [Theory]
    [MemberData(nameof(Captures))]
    public void CapturedText_EveryLineComesBack(string file, string family)
    {
        string text = ScriptedHost.Fixture("netfilter/" + file);

        IptablesSave save = IptablesSaveParser.Parse(text, FirewallBackend.IptablesNft, family);

        Assert.Null(save.Damage);
        List<string> written = [];
        foreach (IGrouping<FirewallTable, FirewallChain> table in save.Chains.GroupBy(chain => chain.Table))
        {
            written.Add("*" + table.Key.Name);
            written.AddRange(table.Select(chain => $":{chain.Name} {chain.Policy?.ToString().ToUpperInvariant() ?? "-"} [{chain.Packets ?? 0}:{chain.Bytes ?? 0}]"));
            written.AddRange(table.SelectMany(chain => chain.Rules).Select(rule => $"[{rule.Packets}:{rule.Bytes}] -A {rule.Chain} {rule.Text}"));
        }

        string[] read = [.. text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#') && line != "COMMIT")];
        Assert.Equal(Sorted(read), Sorted(written));
        Assert.All(save.Chains, chain => Assert.Equal(Enumerable.Range(1, chain.Rules.Count), chain.Rules.Select(rule => rule.Number)));

        static string[] Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
    }

    [Theory]
    [InlineData("bookworm/iptables-save.txt")]
    [InlineData("trixie/iptables-save.txt")]
    [InlineData("forky/iptables-save.txt")]
    public void DockerHost_EveryRuleIsUnderstoodAndOwned(string file)
    {
        IptablesSave save = IptablesSaveParser.Parse(ScriptedHost.Fixture("netfilter/" + file), FirewallBackend.IptablesNft, "ip");

        Assert.Equal(FirewallBackend.IptablesNft, save.Backend);
        FirewallRule[] rules = [.. save.Chains.SelectMany(chain => chain.Rules)];
        Assert.All(rules, rule => Assert.True(rule.Understood, rule.Text));
        Assert.All(rules, rule => Assert.True(rule.Owner is RuleOwner.Docker or RuleOwner.DockerUser, $"{rule.Chain}: {rule.Text}"));
        FirewallChain forward = save.Chains.Single(chain => chain.Name == "FORWARD");
        Assert.Equal(("forward", 0, "filter", RuleAction.Drop, RuleOwner.Kernel),
            (forward.Hook, forward.Priority, forward.Type, forward.Policy, forward.Owner));
        FirewallRule translation = rules.First(rule => rule.Action == RuleAction.Dnat && rule.Match(RuleField.DestinationPort)!.Value == "8080");
        Assert.Equal("172.17.0.2:80", translation.Target);
        Assert.True(translation.Match(RuleField.InputInterface)!.Negated);
    }

    [Theory]
    [InlineData("-m comment --comment \"a \\\"quoted\\\" \\\\ thing\" -j ACCEPT", RuleAction.Accept, true)]
    [InlineData("-m comment --comment -j -j ACCEPT", RuleAction.Accept, true)]
    [InlineData("-m string --string \"-j x\" --algo bm -j DROP", RuleAction.Drop, false)]
    [InlineData("-m rpfilter --invert -j DROP", RuleAction.Drop, true)]
    [InlineData("-m rpfilter --new-option -j DROP", RuleAction.Drop, false)]
    [InlineData("-m cluster -j DROP", RuleAction.Drop, false)]
    [InlineData("-p tcp -f -j DROP", RuleAction.Drop, true)]
    [InlineData("-p tcp -m socket --transparent -j TPROXY --on-port 3128 --on-ip 0.0.0.0 --tproxy-mark 0x1/0xffffffff", RuleAction.Tproxy, false)]
    [InlineData("-m addrtype ! --src-type UNICAST,LOCAL --limit-iface-in -j ACCEPT", RuleAction.Accept, true)]
    [InlineData("-m limit --limit 5/min -j REJECT --reject-with tcp-reset", RuleAction.Reject, true)]
    [InlineData("-j NFQUEUE --queue-num 1", RuleAction.Unknown, false)]
    [InlineData("-j NOSUCHCHAIN", RuleAction.Unknown, false)]
    [InlineData("-j Z", RuleAction.Jump, true)]
    [InlineData("-g Z", RuleAction.Goto, true)]
    [InlineData("-p udp -m udp --dport 53 -j CT --notrack", RuleAction.NoTrack, true)]
    [InlineData("-p udp -m udp --dport 53 -j CT --zone 3", RuleAction.Unknown, false)]
    [InlineData("-m multiport --ports 1,2 -j DROP", RuleAction.Drop, true)]
    [InlineData("-j DNAT", RuleAction.Unknown, false)]
    [InlineData("-j", RuleAction.Unknown, false)]
    [InlineData("!", RuleAction.Continue, false)]
    [InlineData("-s", RuleAction.Continue, false)]
    [InlineData("-m comment --comment \"open", RuleAction.Unknown, false)]
    [InlineData("", RuleAction.Continue, true)]
    public void RuleText_IsReadOrUnknown(string text, RuleAction action, bool understood)
    {
        FirewallRule rule = Rule(text);

        Assert.Equal(text, rule.Text);
        Assert.Equal(action, rule.Action);
        Assert.Equal(understood, rule.Understood);
    }

    [Fact]
    public void Values_AreSplitAndMarksOfConnectionsAreNotMarksOfPackets()
    {
        FirewallRule rule = Rule("-p tcp -m multiport ! --dports 80,443,1000:2000 -m connmark --mark 0x1/0xff -m mark --mark 0x2 "
            + "-m tcp --tcp-flags FIN,SYN SYN -m set --match-set bad src,dst -m iprange --src-range 192.0.2.1-192.0.2.9 -j RETURN");

        Assert.Equal(["80", "443", "1000:2000"], rule.Match(RuleField.DestinationPort)!.Values);
        Assert.True(rule.Match(RuleField.DestinationPort)!.Negated);
        Assert.Equal("0x1/0xff", rule.Match(RuleField.ConntrackMark)!.Value);
        Assert.Equal("0x2", rule.Match(RuleField.Mark)!.Value);
        Assert.Equal("FIN,SYN SYN", rule.Match(RuleField.TcpFlags)!.Value);
        Assert.Equal("bad src,dst", rule.Match(RuleField.Set)!.Value);
        Assert.Equal("192.0.2.1-192.0.2.9", rule.Match(RuleField.SourceAddress)!.Value);
        Assert.True(rule.Understood);
    }

    [Theory]
    [InlineData("*filter\n:INPUT ACCEPT [0:0]\n")]
    [InlineData("*filter\n:INPUT ACCEPT [0:0]\n*nat\nCOMMIT\n")]
    [InlineData("COMMIT\n")]
    [InlineData("*filter\n[0:0] -A NOWHERE -j DROP\nCOMMIT\n")]
    [InlineData("*filter\nnonsense\nCOMMIT\n")]
    [InlineData("[0:0] -A INPUT -j DROP\n")]
    [InlineData("*filter\n:INPUT\nCOMMIT\n")]
    [InlineData("\0\u001b[31m")]
    public void DamagedText_IsSaid(string text) => Assert.NotNull(IptablesSaveParser.Parse(text, FirewallBackend.IptablesNft, "ip").Damage);

    [Fact]
    public void CutText_NeverThrowsAndIsNeverWhole()
    {
        string text = ScriptedHost.Fixture("netfilter/forky/odd-iptables-save.txt");
        int last = text.LastIndexOf("COMMIT", StringComparison.Ordinal);
        for (int length = 1; length < last; length += 7)
        {
            IptablesSave save = IptablesSaveParser.Parse(text.AsSpan(0, length), FirewallBackend.IptablesNft, "ip");
            int open = text[..length].Split('\n').Count(line => line.StartsWith('*'))
                - text[..length].Split('\n').Count(line => line == "COMMIT");
            Assert.True(open == 0 || save.Damage is not null, text[..length]);
        }
    }

    [Fact]
    public void FiftyThousandRules_AreReadInTheBlinkOfAnEye()
    {
        string text = "*filter\n:FORWARD ACCEPT [0:0]\n:DOCKER - [0:0]\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i =>
            $"[1:60] -A DOCKER -d 172.17.{i / 256}.{i % 256}/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport {i} -j ACCEPT\n")) + "COMMIT\n";

        IptablesSave save = IptablesSaveParser.Parse(text, FirewallBackend.IptablesNft, "ip");

        Assert.Equal(50_000, save.Chains.Single(chain => chain.Name == "DOCKER").Rules.Count(rule => rule.Understood));
    }

    [Fact]
    public void MoreThanAMillionRules_AreRefusedInTimeAndSaid()
    {
        IptablesSaveParser parser = new(FirewallBackend.IptablesNft, "ip");
        byte[] rules = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("-A INPUT -j DROP\n", 10_000)));
        parser.Read("*filter\n:INPUT ACCEPT [0:0]\n"u8);
        for (int i = 0; i < 101; i++)
        {
            parser.Read(rules);
        }

        parser.Read("COMMIT\n"u8);
        IptablesSave save = parser.Finish();

        Assert.Equal("more than 1000000 rules", save.Damage);
        Assert.Equal(1_000_000, Assert.Single(save.Chains).Rules.Count);
    }

    [Fact]
    public void NamesOf255BytesAndNoTextAtAll_AreKeptAsTheyAre()
    {
        string name = new('ü', 127);
        byte[] text =
        [
            .. Encoding.UTF8.GetBytes($"*filter\n:{name} - [0:0]\n-A {name} -m comment --comment \""), 0xff, 0xfe,
            .. "\" -j DROP\nCOMMIT\n"u8,
        ];
        IptablesSaveParser parser = new(FirewallBackend.IptablesNft, "ip");
        parser.Read(text);
        IptablesSave save = parser.Finish();

        Assert.Null(save.Damage);
        FirewallRule rule = Assert.Single(Assert.Single(save.Chains).Rules);
        Assert.Equal((name, "\uFFFD\uFFFD", RuleAction.Drop), (rule.Chain, rule.Comment, rule.Action));
    }

    [Theory]
    [InlineData("-m comment --comment \"a\nCOMMIT\n*nat\" -j DROP", true)]
    [InlineData("-m comment --comment \"a\n\n\\\"\n\" -j DROP", true)]
    [InlineData("-m comment --comment \"a\nb -j DROP", false)]
    public void CommentWithLineBreaks_EndsWhereItsQuoteDoes(string text, bool isWhole)
    {
        IptablesSave save = IptablesSaveParser.Parse(
            $"*filter\n:FORWARD ACCEPT [0:0]\n[1:2] -A FORWARD {text}\n[3:4] -A FORWARD -j ACCEPT\nCOMMIT\n", FirewallBackend.IptablesNft, "ip");

        Assert.Equal(isWhole, save.Damage is null);
        IReadOnlyList<FirewallRule> rules = Assert.Single(save.Chains).Rules;
        Assert.Equal((2, isWhole), (rules.Count, rules[0].Understood));
        Assert.Equal((RuleAction.Accept, 3L), (rules[1].Action, rules[1].Packets));
    }

    private static FirewallRule Rule(string text) => IptablesSaveParser
        .Parse($"*filter\n:FORWARD ACCEPT [0:0]\n:Z - [0:0]\n[1:2] -A FORWARD {text}\nCOMMIT\n", FirewallBackend.IptablesNft, "ip")
        .Chains.Single(chain => chain.Name == "FORWARD").Rules.Single();
}
