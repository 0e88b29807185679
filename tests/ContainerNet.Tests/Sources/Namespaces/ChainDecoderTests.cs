using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Namespaces;

public sealed class ChainDecoderTests
{
    private static readonly NetlinkMessage[] s_messages = NetlinkFixture.Load("chains.hex");

    [Fact]
    public void BaseChains_SayWhereTheyAreAndWhetherTheyHaveRules() =>
        Assert.Equal(
            [
                "inet own in input -5 filter Drop True", "inet own empty forward 0 filter Accept ",
                "ip nat (iptables) OUTPUT output -100 nat Accept True", "ip nat (iptables) PREROUTING prerouting -100 nat Accept ",
                "ip6 closed i input 0 filter Drop ", "arp a i input 0 filter Accept ",
                "bridge b f forward -200 filter Accept ", "netdev n i ingress 7 filter Accept ",
            ],
            s_messages.Select(ChainDecoder.Decode).OfType<FirewallChain>().Select(
                c => $"{c.Table} {c.Name} {c.Hook} {c.Priority} {c.Type} {c.Policy} {c.RulesUnread}"));

    [Fact]
    public void ChainThatNoHookCalls_IsLeftOut() =>
        Assert.Equal(s_messages.Length - 1, s_messages.Select(ChainDecoder.Decode).OfType<FirewallChain>().Count());

    [Fact]
    public void CutOrChangedMessages_AreFactsOrRefused()
    {
        foreach (NetlinkMessage message in NetlinkFixture.CutAnywhere(s_messages).Concat(NetlinkFixture.Changed(s_messages, 5000)))
        {
            try
            {
                FirewallChain? chain = ChainDecoder.Decode(message);
                Assert.True(chain is null || (chain.Hook is not null && chain.Table.Name is not null));
            }
            catch (FormatException)
            {
                // Said, and so a gap.
            }
        }
    }
}
