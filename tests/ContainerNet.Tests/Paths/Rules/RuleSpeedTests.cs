using ContainerNet.Model;
using ContainerNet.Sources;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Paths.Rules;

/// <summary>Packets cost no garbage, and many rules little time.</summary>
public sealed class RuleSpeedTests
{
    private static readonly SimpleRouter s_router = new("eth0 192.0.2.1/24", "docker0 172.17.0.1/16", "via eth0 0.0.0.0/0");

    private static readonly FixedRoutes s_routes = new(0xc0000201, 0xac110001);

    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    [InlineData("forky")]
    public void PacketToAPublishedPort_IsWalkedWithoutGarbage(string system)
    {
        RuleSet rules = RuleFixtures.Host(
            ScriptedHost.Fixture($"netfilter/{system}/iptables-save.txt"), ScriptedHost.Fixture($"netfilter/{system}/nft.json"));
        PacketFilter filter = new(rules);
        Packet packet = PacketText.Parse("eth0 tcp 192.0.2.7:40000 192.0.2.1:8080");
        Connection connection = new();
        Forks forks = new();
        for (int round = 0; round < 200; round++)
        {
            Assert.Equal(HookVerdict.Accept, Walk(filter, packet, connection, forks));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1000; round++)
        {
            Walk(filter, packet, connection, forks);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal("192.0.2.7:40000 > 172.17.0.2:80", PacketText.Format(Translator.TupleOf(packet), isIPv6: false));
    }

    [Fact]
    public void FiftyThousandRules_AreWalkedToTheirEndpoints()
    {
        IptablesSave save = IptablesSaveParser.Parse(RuleFixtures.Kube(6500), FirewallBackend.IptablesNft, "ip");
        Assert.Null(save.Damage);
        RuleSet rules = RuleSet.Compile(save.Chains, sets: null);
        Assert.InRange(rules.RuleCount, 50_000, 60_000);
        RouterWalk walk = new(rules, s_router);
        HashSet<string> ends = [];
        do
        {
            Packet packet = PacketText.Parse("eth0 tcp 192.0.2.7:40000 10.96.25.99:80");
            Assert.Equal(HookVerdict.Accept, walk.Walk(packet).Verdict);
            ends.Add(PacketText.Format(Translator.TupleOf(packet), isIPv6: false));
        }
        while (walk.Forks.Next());

        // From outside the cluster it is masqueraded as well, from a port that the kernel draws.
        Assert.Equal(["192.0.2.1:0 > 10.244.25.99:8080", "192.0.2.1:0 > 10.245.25.99:8080"], ends.Order());
    }

    private static HookVerdict Walk(PacketFilter filter, Packet packet, Connection connection, Forks forks)
    {
        connection.Clear();
        packet.Connection = connection;
        (packet.Destination, packet.DestinationPort, packet.Output) = (0xc0000201, 8080, null);
        HookResult result = filter.Run(PacketHook.Prerouting, packet, s_routes, forks, steps: null, full: false);
        packet.Output = "docker0";
        result = result.Verdict == HookVerdict.Accept ? filter.Run(PacketHook.Forward, packet, s_routes, forks, null, false) : result;
        return result.Verdict == HookVerdict.Accept
            ? filter.Run(PacketHook.Postrouting, packet, s_routes, forks, null, false).Verdict : result.Verdict;
    }
}
