using ContainerNet.Hosting;
using ContainerNet.Interop;

namespace ContainerNet.Probes;

/// <summary>Rules of real tools, read back from the kernel.</summary>
public sealed class ReversePathRulesTests : IDisposable
{
    private readonly TestNamespace? _host = Environment.IsPrivilegedProcess ? new TestNamespace() : null;

    public void Dispose() => _host?.Dispose();

    [RootFact("unshare", "nsenter", "nft")]
    public void NftRules_AreAskedForTheirFamily()
    {
        foreach ((string rule, bool isIPv4, bool isIPv6) in new[]
        {
            ("meta nfproto ipv6 fib saddr . mark . iif oif missing drop", false, true),
            ("fib saddr . iif oif missing drop", true, true),
            ("ip saddr 192.0.2.0/24 fib saddr . iif oif missing drop", true, false),
            ("meta nfproto != ipv6 fib saddr . iif oif 0 drop", true, true),
            ("fib saddr . mark oif missing drop", false, false),
            ("fib saddr type local drop", false, false),
            ("fib daddr . iif type local accept", false, false),
            ("fib saddr . iif type local drop", false, false),
            ("meta nfproto ipv6 drop", false, false),
        })
        {
            Execute("nft", "flush ruleset; add table inet t; add chain inet t c { type filter hook prerouting priority 0; }; "
                + $"add rule inet t c {rule}");
            Assert.Equal((rule, isIPv4, isIPv6), (rule, Read().IPv4, Read().IPv6));
        }
    }

    [RootFact("unshare", "nsenter", "iptables-nft", "ip6tables-nft")]
    public void IptablesRules_AreAskedUnlessLoose()
    {
        Execute("ip6tables-nft", "-t", "raw", "-A", "PREROUTING", "-m", "rpfilter", "--loose", "--invert", "-j", "DROP");
        Assert.Equal(new ReversePathRules(false, false), Read());
        Execute("iptables-nft", "-t", "raw", "-A", "PREROUTING", "-m", "rpfilter", "--invert", "-j", "DROP");
        Assert.Equal(new ReversePathRules(true, false), Read());
        Execute("ip6tables-nft", "-t", "raw", "-A", "PREROUTING", "-m", "rpfilter", "--validmark", "--invert", "-j", "DROP");
        Assert.Equal(new ReversePathRules(true, true), Read());
    }

    [RootFact("unshare", "nsenter", "iptables-legacy")]
    public void LegacyTableBesideItsMatch_CountsAsAsked()
    {
        Assert.False(Read().IPv4);
        Execute("iptables-legacy", "-t", "raw", "-A", "PREROUTING", "-m", "rpfilter", "--invert", "-j", "DROP");
        Assert.Equal(new ReversePathRules(true, false), Read());
    }

    [RootFact("unshare", "nsenter", "nft")]
    public void CutOffRule_IsAFormatExceptionOrNothing()
    {
        Execute("nft", "add table inet t; add chain inet t c; add rule inet t c meta nfproto ipv6 fib saddr . iif oif missing drop");
        byte[] rule = _host!.Run(() => NetlinkRequest.Dump(
            NativeSocket.NetfilterProtocol, (NetfilterMessage.TablesSubsystem << 8) | 7, NetfilterMessage.Header(0, 0)))[0].Payload;
        Assert.True(ReversePathRules.OfRule(rule).IPv6);
        for (int length = 0; length < rule.Length; length++)
        {
            byte[] cut = rule[..length];
            try
            {
                Assert.False(ReversePathRules.OfRule(cut).IPv4);
            }
            catch (FormatException)
            {
                // The other right answer.
            }
        }
    }

    private ReversePathRules Read() => _host!.Run(ReversePathRules.Read);

    private void Execute(params string[] arguments)
    {
        (int exitCode, _, string error) = _host!.Execute(arguments);
        Assert.True(exitCode == 0, error);
    }
}
