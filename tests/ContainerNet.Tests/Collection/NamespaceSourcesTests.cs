using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources;
using ContainerNet.Sources.Engines;
using ContainerNet.Sources.Namespaces;

namespace ContainerNet.Collection;

public sealed class NamespaceSourcesTests
{
    private static readonly NetlinkMessage[]
        s_routing = NetlinkFixture.Load("routing.hex"),
        s_chains = NetlinkFixture.Load("chains.hex"),
        s_dnsChains = [.. s_chains.Where(m => ChainDecoder.Decode(m)?.Type == "nat")];

    [Fact]
    public async Task EveryNamespaceButTheHosts_IsRead()
    {
        VisitedHost host = new(RecordedHosts.Load("docker-20.10"), q => Answered(q, s_dnsChains));
        Snapshot facts = await CollectAsync(host);
        string[] expected = [.. facts.Containers.Where(c => c is { IsRunning: true, IsHostNetwork: false }).Select(c => c.Name).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, facts.Namespaces!.SelectMany(n => n.Containers).Order(StringComparer.Ordinal));
        Assert.Equal(facts.Namespaces!.Count, facts.Namespaces.Select(n => n.Id).Distinct().Count());
        Assert.DoesNotContain(facts.Gaps, g => g.Source.StartsWith("network namespaces", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RulesOfTheResolver_StayUnreadUnlessTheContainerIsNamed()
    {
        VisitedHost host = new(RecordedHosts.Load("docker-20.10"), q => Answered(q, s_dnsChains));
        Snapshot facts = await CollectAsync(host);
        Assert.All(facts.Namespaces!, n => Assert.Contains(n.Chains!, c => c is { Name: "OUTPUT", RulesUnread: true }));
        Assert.DoesNotContain(host.Commands, c => c.StartsWith("nsenter", StringComparison.Ordinal));

        await CollectAsync(host, new CollectOptions { RulesOf = ["web"] });
        int process = facts.Containers.Single(c => c.Name == "web").ProcessId;
        Assert.Contains($"nsenter --net=/proc/{process}/ns/net -- nft -j -a list ruleset", host.Commands);
        Assert.All(
            host.Commands.Where(c => c.StartsWith("nsenter", StringComparison.Ordinal)),
            c => Assert.Contains($"/proc/{process}/", c, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RulesThatCannotBeRead_StayUnreadAndLeaveTheHostsOwnAlone()
    {
        VisitedHost host = new(RecordedHosts.Load("docker-20.10"), q => Answered(q, s_chains));
        Snapshot facts = await CollectAsync(host);
        Assert.All(facts.Namespaces!, n => Assert.Contains(n.Chains!, c => c is { Name: "in", RulesUnread: true }));
        Assert.Contains(facts.Gaps, g => g.Source.StartsWith("web: ", StringComparison.Ordinal));
        Assert.True(facts.Has(FactKinds.Firewall | FactKinds.Links | FactKinds.Listeners));
    }

    [Fact]
    public async Task NamespacesThatRefuse_AreOneGapAndNotAnEmptyList()
    {
        VisitedHost host = new(RecordedHosts.Load("docker-20.10"), _ => new NetlinkAnswer(null, "no"));
        Snapshot facts = await CollectAsync(host);
        Assert.Null(facts.Namespaces);
        Gap gap = Assert.Single(facts.Gaps, g => g.Source.StartsWith("network namespaces", StringComparison.Ordinal));
        Assert.True(gap.Partial);
        Assert.All(facts.Containers.Where(c => c.IsRunning), c => Assert.NotNull(c.Listeners));
    }

    [Theory]
    [InlineData(FactKinds.Listeners)]
    [InlineData(FactKinds.Links | FactKinds.Engines)]
    public async Task WhoAsksForLess_VisitsForNoMore(FactKinds kinds)
    {
        List<NetlinkQuestion> asked = [];
        VisitedHost host = new(RecordedHosts.Load("docker-20.10"), q =>
        {
            asked.Add(q);
            return Answered(q, s_chains);
        });
        Snapshot facts = await CollectAsync(host, new CollectOptions { Kinds = kinds });
        Assert.Null(facts.Namespaces);
        Assert.All(asked, q => Assert.Equal(NetlinkProtocol.Sockets, q.Protocol));
    }

    [Fact]
    public async Task RecordingOfAHost_PlaysItsNamespacesAndConnections()
    {
        RecordingHost recording = new(new VisitedHost(RecordedHosts.Load("docker-20.10"), q => Answered(q, s_dnsChains))
        {
            Connections = NetlinkFixture.Load("connections.hex"),
        });
        Snapshot before = await CollectAsync(recording);
        Snapshot after = await CollectAsync(RecordedHost.FromJson(recording.ToJson(), "test"));
        Assert.Equal(
            Encoding.UTF8.GetString(SnapshotJson.Write(before with { CollectedAt = after.CollectedAt })),
            Encoding.UTF8.GetString(SnapshotJson.Write(after)));
        Assert.NotNull(after.Namespaces);
        Assert.NotNull(after.Connections);
    }

    [Fact]
    public async Task EveryNewFact_IsTheSameAfterWritingAndReading()
    {
        Snapshot before = await CollectAsync(new VisitedHost(RecordedHosts.Load("docker-20.10"), q => Answered(q, s_chains)));
        before = before with
        {
            RoutingRules = before.Namespaces![0].RoutingRules,
            Links = before.Namespaces[0].Links,
            Connections = [new TrackedConnection
            {
                Protocol = Protocol.Udp,
                Original = new TrackedTuple(System.Net.IPAddress.Loopback, 1, System.Net.IPAddress.IPv6Loopback, 2),
                Reply = new TrackedTuple(System.Net.IPAddress.Any, 3, System.Net.IPAddress.Loopback, 65535),
                Mark = uint.MaxValue,
            }],
        };
        byte[] written = SnapshotJson.Write(before);
        Snapshot after = SnapshotJson.Read(written, "test");
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(SnapshotJson.Write(after)));
        Assert.Equal(before.RoutingRules!, after.RoutingRules!);
        Assert.Equal(before.Links, after.Links);
        Assert.Equal(before.Connections, after.Connections!);
        Assert.Equal(
            before.Namespaces!.SelectMany(n => n.Routes).Select(r => r with { NextHops = null }),
            after.Namespaces!.SelectMany(n => n.Routes).Select(r => r with { NextHops = null }));
        Assert.Equal(
            before.Namespaces!.SelectMany(n => n.Routes).SelectMany(r => r.NextHops ?? []),
            after.Namespaces!.SelectMany(n => n.Routes).SelectMany(r => r.NextHops ?? []));
        Assert.Contains(after.Namespaces!.SelectMany(n => n.Routes), r => r.NextHops?.Count == 2);
    }

    [Theory]
    [InlineData("healthy.json")]
    [InlineData("forwarding-off.json")]
    public void SnapshotOfAnEarlierVersion_HasNoneOfIt(string file)
    {
        Snapshot facts = SnapshotJson.Read(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures/snapshots", file)), file);
        Assert.Equal((null, null, null, null), (facts.RoutingRules, facts.Namespaces, facts.Connections, facts.Sets));
        Assert.All(facts.Links, l => Assert.Null(l.PortForwards));
        Assert.NotEmpty(facts.Routes);
    }

    private static Task<Snapshot> CollectAsync(IHost host, CollectOptions? options = null) =>
        new SnapshotCollector(host, options).CollectAsync(CancellationToken.None);

    private static NetlinkAnswer Answered(NetlinkQuestion question, NetlinkMessage[] chains) => question.Protocol switch
    {
        NetlinkProtocol.Route => new NetlinkAnswer(s_routing, null),
        NetlinkProtocol.Netfilter => new NetlinkAnswer(chains, null),

        // As from a kernel without the module: the tables in /proc were recorded.
        _ => new NetlinkAnswer(null, null),
    };
}
