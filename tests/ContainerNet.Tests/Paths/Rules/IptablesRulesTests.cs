using ContainerNet.Model;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Paths.Rules;

/// <summary>Rules of iptables, one a row, and packets that they take or pass by.</summary>
public sealed class IptablesRulesTests
{
    private static readonly SimpleRouter s_router = new(
        "eth0 198.51.100.1/24", "br0 192.0.2.1/24", "eth0 2001:db8:1::1/64", "br0 2001:db8:2::1/64", "via eth0 0.0.0.0/0");

    [Theory]
    [InlineData("-i eth0", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-i eth+", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("! -i eth+", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-i eth1", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-i eth", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-o br0", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("! -o br0", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-s 198.51.100.0/24", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("! -s 198.51.100.0/24", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-d 192.0.2.2/32 -p tcp -m tcp --dport 80", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-d 192.0.2.2/32 -p tcp -m tcp --dport 81", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-s 198.0.0.2/255.0.0.255", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-s 198.0.0.3/255.0.0.255", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-p udp", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("! -p udp", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-p tcp -m tcp --dport 80:90", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-p tcp -m tcp ! --dport 80:90", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-p tcp -m tcp ! --dport 80:90", "eth0 udp 198.51.100.2:1 192.0.2.2:99", false)]
    [InlineData("-p tcp -m multiport --dports 22,79:81", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-p tcp -m multiport ! --dports 22,79:81", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-m conntrack --ctstate NEW", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-m conntrack --ctstate RELATED,ESTABLISHED", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-m conntrack ! --ctstate RELATED,ESTABLISHED", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-m conntrack --ctstate INVALID", "eth0 tcp 198.51.100.2:1 192.0.2.2:80 flags=0x12", true)]
    [InlineData("-m conntrack --ctstate DNAT", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-m addrtype --dst-type LOCAL", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-m addrtype ! --dst-type LOCAL", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-m mark --mark 0x1/0xff", "eth0 tcp 198.51.100.2:1 192.0.2.2:80 mark=0x101", true)]
    [InlineData("-m mark ! --mark 0x1/0xff", "eth0 tcp 198.51.100.2:1 192.0.2.2:80 mark=0x101", false)]
    [InlineData("-m mark --mark 0x1", "eth0 tcp 198.51.100.2:1 192.0.2.2:80 mark=0x101", false)]
    [InlineData("-m connmark --mark 0x0", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-m connmark ! --mark 0x0", "eth0 tcp 198.51.100.2:1 192.0.2.2:80 flags=0x12", false)]
    [InlineData("-p icmp -m icmp --icmp-type 8", "eth0 icmp 198.51.100.2 192.0.2.2", true)]
    [InlineData("-p icmp -m icmp --icmp-type 8/1", "eth0 icmp 198.51.100.2 192.0.2.2", false)]
    [InlineData("-p icmp -m icmp ! --icmp-type 8", "eth0 icmp 198.51.100.2 192.0.2.2 type=13", true)]
    [InlineData("-p icmp -m icmp --icmp-type any", "eth0 icmp 198.51.100.2 192.0.2.2 type=13", true)]
    [InlineData("-m iprange --src-range 198.51.100.1-198.51.100.3", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-m iprange ! --src-range 198.51.100.1-198.51.100.3", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-m limit --limit 1/sec", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", true)]
    [InlineData("-m hashlimit --hashlimit-above 1/sec --hashlimit-name x", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    [InlineData("-m connlimit --connlimit-above 5 --connlimit-mask 32 --connlimit-saddr", "eth0 tcp 198.51.100.2:1 192.0.2.2:80", false)]
    public void ForwardRule_MatchesAsTheKernelDoes(string match, string packet, bool matches)
    {
        RouterWalk walk = Walk($"*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD {match} -j DROP\nCOMMIT\n");
        Assert.Equal(matches ? HookVerdict.Drop : HookVerdict.Accept, walk.Walk(PacketText.Parse(packet)).Verdict);
    }

    [Fact]
    public void PublishedPort_IsTranslatedAndItsAnswerTranslatedBack()
    {
        RouterWalk walk = Walk("""
            *nat
            :PREROUTING ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            :DOCKER - [0:0]
            -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
            -A POSTROUTING -s 192.0.2.0/24 ! -o br0 -j MASQUERADE
            -A DOCKER ! -i br0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 192.0.2.2:80
            COMMIT
            *filter
            :FORWARD DROP [0:0]
            -A FORWARD -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            -A FORWARD -d 192.0.2.2/32 ! -i br0 -o br0 -p tcp -m tcp --dport 80 -j ACCEPT
            -A FORWARD -i br0 ! -o br0 -j ACCEPT
            COMMIT
            """);
        Packet packet = PacketText.Parse("eth0 tcp 198.51.100.2:4000 198.51.100.1:8080");
        Assert.Equal(HookVerdict.Accept, walk.Walk(packet).Verdict);
        Assert.Equal("198.51.100.2:4000 > 192.0.2.2:80", PacketText.Format(Translator.TupleOf(packet), isIPv6: false));
        Assert.Equal([HopAction.Dnat, HopAction.Accept], walk.Steps.Select(step => step.Action));

        Packet answer = PacketText.Parse("br0 tcp 192.0.2.2:80 198.51.100.2:4000 flags=0x12");
        answer.Connection = packet.Connection;
        answer.IsReply = true;
        Assert.Equal(HookVerdict.Accept, walk.Walk(answer).Verdict);
        Assert.Equal("198.51.100.1:8080 > 198.51.100.2:4000", PacketText.Format(Translator.TupleOf(answer), isIPv6: false));
        Assert.Equal([HopAction.Accept, HopAction.Translate], walk.Steps.Select(step => step.Action));
    }

    [Fact]
    public void UnknownTarget_IsAForkOfAllThatMayHappen()
    {
        RouterWalk walk = Walk("*filter\n:FORWARD DROP [0:0]\n-A FORWARD -j STRANGE --x 1\nCOMMIT\n");
        List<HookVerdict> verdicts = [];
        do
        {
            verdicts.Add(walk.Walk(PacketText.Parse("eth0 tcp 198.51.100.2:1 192.0.2.2:80")).Verdict);
        }
        while (walk.Forks.Next());
        Assert.Equal([HookVerdict.Drop, HookVerdict.Accept, HookVerdict.Drop], verdicts);
    }

    private static RouterWalk Walk(string rules)
    {
        IptablesSave save = IptablesSaveParser.Parse(rules, FirewallBackend.IptablesNft, "ip");
        Assert.Null(save.Damage);
        return new RouterWalk(RuleSet.Compile(save.Chains, sets: null), s_router);
    }
}
