using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>A packet that ends for a reason that a finding about cables, addresses and routes knows gets no finding of its own.</summary>
public sealed class KnownCausesTests
{
    private static HostBuilder Detached => new HostBuilder().Web().With(s => s with
    {
        Links = [.. s.Links.Select(l => l.Name == "veth0" ? l with { MasterIndex = 0 } : l)],
    });

    private static HostBuilder Unrouted => new HostBuilder().Web().With(s => s with
    {
        Namespaces = [.. s.Namespaces!.Select(n => n with { Routes = [.. n.Routes.Where(r => r.Destination.PrefixLength > 0)] })],
    });

    private static HostBuilder WithoutAddress => new HostBuilder().Web().With(s => s with
    {
        Addresses = [.. s.Addresses.Where(a => a.LinkIndex != 10)],
        Routes = [.. s.Routes.Where(r => r.LinkIndex != 10)],
    });

    private static HostBuilder Overlapped => new HostBuilder().Web().With(s => s with
    {
        Links = [.. s.Links, new Link { Index = 50, Name = "tun0", Kind = "tun", IsUp = true, HasCarrier = true }],
        Routes = [.. s.Routes, HostBuilder.RouteOf("172.17.0.0/24", 50)],
    });

    [Fact]
    public void NobodyAnswersOnTheBridge_IsTheDetachedCable() =>
        Proves("CN2002", Detached, p => p.Translated("172.17.0.2:80").Ends(HopLayer.Link, HopReason.NoNeighbour));

    [Fact]
    public void AnswerWithoutARoute_IsTheContainersMissingRoute() => Proves(
        "CN2003", Unrouted, p => p.Translated("172.17.0.2:80").Reply().Ends(HopLayer.Routing, HopReason.NoRoute, place: "web"));

    [Fact]
    public void PacketThatTheDefaultRouteTook_IsTheLostAddress() => Proves(
        "CN2008", WithoutAddress,
        p => p.Translated("172.17.0.2:80").Devices("host0", "host0").Policy("forward", "filter", "FORWARD", HopAction.Drop));

    [Fact]
    public void PacketThatAVpnTook_IsTheOverlap() => Proves(
        "CN2004", Overlapped,
        p => p.Translated("172.17.0.2:80").Devices("host0", "tun0").Policy("forward", "filter", "FORWARD", HopAction.Drop));

    [Fact]
    public void AnswerThatAVpnTook_IsTheOverlapToo() => Proves(
        "CN2004", Overlapped,
        p => p.Between("web", "another machine", "198.51.100.2:9", "172.17.0.2:40000", "web").Reply().Devices("host0", "tun0")
            .Policy("forward", "filter", "FORWARD", HopAction.Drop));

    [Fact]
    public void AnswerToAnAddressThatNobodyMasqueraded_IsTheMissingRule() => Proves(
        "CN3009",
        new HostBuilder().Docker("28.5.2").Web().Rules(t => t.All().Replace(" -j MASQUERADE", " -j ACCEPT", StringComparison.Ordinal)),
        p => p.Between("web", "another machine", "198.51.100.2:9", "172.17.0.2:40000", "web").Reply().Devices("host0", null)
            .Rule("prerouting", "raw", "PREROUTING", "-d 172.17.0.2/32", HopAction.Drop));

    [Fact]
    public void LoopbackAddressThatIsNotRouted_IsTheSetting() => Proves(
        "CN1007",
        new HostBuilder().Web().Docker("26.1.5", o => o with { UserlandProxy = false })
            .Setting("net.ipv4.conf.docker0.route_localnet", "0").Setting("net.ipv4.conf.all.route_localnet", "0"),
        p => p.Translated("172.17.0.2:80").Ends(HopLayer.Routing, HopReason.LoopbackClosed));

    [Fact]
    public void FaultOfAnotherContainer_ExplainsNothing()
    {
        Snapshot facts = Detached.Container("db", "172.17.0.3", ["5432:5432"]).Build();
        PacketPath path = new PathBuilder(facts).Between("External", "db:5432", "192.0.2.2:40000", "192.0.2.1:5432", "db", 5432)
            .Translated("172.17.0.3:5432").Ends(HopLayer.Link, HopReason.NoNeighbour).Stopped();
        Finding finding = Assert.Single(PathFindings.Merge(CheckRunner.Run(facts), facts, [path]).Findings, f => f.Code == "CN2002");

        Assert.DoesNotContain(finding.Evidence, IsTrace);
    }

    private static void Proves(string code, HostBuilder host, Func<PathBuilder, PathBuilder> build)
    {
        Snapshot facts = host.Build();
        Diagnosis before = CheckRunner.Run(facts);
        Diagnosis merged = PathFindings.Merge(before, facts, [build(new PathBuilder(facts)).Stopped()]);

        Assert.Contains(Assert.Single(merged.Findings, f => f.Code == code).Evidence, IsTrace);
        Assert.Equal(before.Findings.Count, merged.Findings.Count);
    }

    private static bool IsTrace(Evidence evidence) => evidence.Source.StartsWith("trace from ", StringComparison.Ordinal);
}
