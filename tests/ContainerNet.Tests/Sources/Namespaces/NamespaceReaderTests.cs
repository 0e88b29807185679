using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Sources.Namespaces;

public sealed class NamespaceReaderTests
{
    private const NamespaceParts All = NamespaceParts.Listeners | NamespaceParts.Network | NamespaceParts.Chains;

    private static readonly NetlinkMessage[]
        s_routing = NetlinkFixture.Load("routing.hex"),
        s_chains = NetlinkFixture.Load("chains.hex");

    private static readonly Container s_container = new() { Engine = "docker", Id = "1", Name = "web", ProcessId = 9 };

    [Fact]
    public void Visit_ReadsEverythingAtOnce()
    {
        using FileTree tree = new();
        VisitedHost host = new(tree.Host, q => Answered(q));
        NamespaceReading reading = Visit(host, "net:[1]", [s_container, s_container with { Name = "side" }], All);
        NetworkNamespace network = reading.Namespace!;
        Assert.Null(reading.Failure);
        Assert.Equal(("net:[1]", "docker", "web side"), (network.Id, network.Engine, string.Join(' ', network.Containers)));
        Assert.True(network.Links.Count > 5 && network.Routes.Count > 10 && network.RoutingRules.Count > 10);
        Assert.Equal(8, network.Chains!.Count);

        // One more visit: some routes name nothing but the number of their next hop.
        Assert.Equal(2, host.Visits);
        Assert.DoesNotContain(network.Routes, r => r.NotUnderstood is not null);
    }

    [Fact]
    public void NfTablesNotLoaded_MeansNoChains()
    {
        using FileTree tree = new();
        VisitedHost host = new(tree.Host, q => q.Protocol == NetlinkProtocol.Netfilter ? new NetlinkAnswer(null, null) : Answered(q));
        Assert.Empty(Visit(host, "n", [s_container], All).Namespace!.Chains!);
    }

    [Fact]
    public void RefusedChains_AreUnknownAndSaid()
    {
        using FileTree tree = new();
        VisitedHost host = new(tree.Host, q => q.Protocol == NetlinkProtocol.Netfilter ? new NetlinkAnswer(null, "no") : Answered(q));
        NamespaceReading reading = Visit(host, "n", [s_container], All);
        Assert.Null(reading.Namespace!.Chains);
        Assert.Equal("no", reading.Failure);
    }

    [Fact]
    public void ChainCutOff_MakesThemAllUnknown()
    {
        using FileTree tree = new();
        NetlinkMessage cut = s_chains[0] with { Payload = s_chains[0].Payload[..^2] };
        VisitedHost host = new(tree.Host, q => q.Protocol == NetlinkProtocol.Netfilter ? new NetlinkAnswer([cut], null) : Answered(q));
        NamespaceReading reading = Visit(host, "n", [s_container], All);
        Assert.Null(reading.Namespace!.Chains);
        Assert.NotNull(reading.Failure);
    }

    [Theory]
    [InlineData(LinkReader.GetLink)]
    [InlineData(LinkReader.GetAddress)]
    [InlineData(LinkReader.GetRoute)]
    [InlineData(LinkReader.GetRule)]
    [InlineData(LinkReader.GetConfiguration)]
    public void OneTableRefused_IsNoNamespace(int type)
    {
        using FileTree tree = new();
        VisitedHost host = new(tree.Host, q => q.Type == type ? new NetlinkAnswer(null, "refused") : Answered(q));
        NamespaceReading reading = Visit(host, "n", [s_container], All);
        Assert.Equal((null, "refused"), (reading.Namespace, reading.Failure));
    }

    [Fact]
    public void LegacyTables_AreChainsWhoseRulesAreUnread()
    {
        using FileTree tree = new();
        tree.With("/proc/9/net/ip_tables_names", "nat\nraw\n").With("/proc/9/net/ip6_tables_names", "");
        VisitedHost host = new(tree.Host, q => q.Protocol == NetlinkProtocol.Netfilter ? new NetlinkAnswer([], null) : Answered(q));
        IReadOnlyList<FirewallChain> chains = Visit(host, "n", [s_container], All).Namespace!.Chains!;
        Assert.Equal(
            ["nat prerouting", "nat input", "nat output", "nat postrouting", "raw prerouting", "raw output"],
            chains.Select(c => $"{c.Table.Name} {c.Hook}"));
        Assert.All(chains, c => Assert.True(c is { RulesUnread: true, Policy: RuleAction.Unknown, Table.Backend: FirewallBackend.IptablesLegacy }));
    }

    [Fact]
    public void LegacyTableThatNobodyKnows_MakesTheChainsUnknown()
    {
        using FileTree tree = new();
        tree.With("/proc/9/net/ip_tables_names", "broute\u001b[31m\n");
        NamespaceReading reading = Visit(new VisitedHost(tree.Host, q => Answered(q)), "n", [s_container], All);
        Assert.Null(reading.Namespace!.Chains);
        Assert.DoesNotContain('\u001b', reading.Failure!);
    }

    [Fact]
    public void OnlyListeners_AskForNothingElse()
    {
        using FileTree tree = new();
        List<NetlinkQuestion> asked = [];
        VisitedHost host = new(tree.Host, q =>
        {
            asked.Add(q);
            return new NetlinkAnswer([], null);
        });
        NamespaceReading reading = Visit(host, "n", [s_container], NamespaceParts.Listeners);
        Assert.Equal((null, null, 0), (reading.Namespace, reading.Failure, reading.Listeners!.Count));
        Assert.All(asked, q => Assert.Equal(NetlinkProtocol.Sockets, q.Protocol));
    }

    [Fact]
    public void NamespaceThatIsGone_IsSaid()
    {
        using FileTree tree = new();
        NamespaceReading reading = NamespaceReader.Read(tree.Host, "n", [s_container], All, new NamespaceAnswers(null, "gone"));
        Assert.Equal((null, "gone", null), (reading.Namespace, reading.Failure, reading.Listeners));
    }

    [Theory]
    [InlineData("filter", "input", "ip", true)]
    [InlineData("nat", "prerouting", "ip", true)]
    [InlineData("route", "output", "inet", true)]
    [InlineData("nat", "output", "ip", false)]
    [InlineData("nat", "postrouting", "ip6", false)]
    [InlineData("filter", "input", "arp", false)]
    public void Rules_AreReadOnlyWhereAPacketFromOutsideMeetsThem(string type, string hook, string family, bool isWanted)
    {
        FirewallChain chain = new()
        {
            Table = new FirewallTable(FirewallBackend.Nftables, family, "t"), Name = "c", Type = type, Hook = hook, RulesUnread = true,
        };
        NetworkNamespace network = new() { Id = "n", Engine = "e", Containers = ["c"], Chains = [chain] };
        Assert.Equal(isWanted, NamespaceRules.AreWanted(network));
        Assert.False(NamespaceRules.AreWanted(network with { Chains = [chain with { RulesUnread = null }] }));
        Assert.False(NamespaceRules.AreWanted(network with { Chains = null }));
    }

    private static NamespaceReading Visit(IHost host, string id, Container[] members, NamespaceParts parts) =>
        NamespaceReader.Read(host, id, members, parts, host.AskNamespaces([NamespaceReader.Questions(9, parts)])![0]);

    /// <summary>Every question gets the messages of its protocol, and each decoder takes its own.</summary>
    private static NetlinkAnswer Answered(NetlinkQuestion question) => question.Protocol switch
    {
        NetlinkProtocol.Route => new NetlinkAnswer(s_routing, null),
        NetlinkProtocol.Netfilter => new NetlinkAnswer(s_chains, null),
        _ => new NetlinkAnswer([], null),
    };
}
