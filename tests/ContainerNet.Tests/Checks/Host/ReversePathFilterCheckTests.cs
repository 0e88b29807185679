using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Host;

public sealed class ReversePathFilterCheckTests
{
    /// <summary>host0 has 192.0.2.0/24, and a part of it leaves by host1.</summary>
    private static HostBuilder Asymmetric(int own, string all = "0", string part = "192.0.2.2/32", int table = 254) => new HostBuilder().Web()
        .Setting("net.ipv4.conf.all.rp_filter", all).With(s => s with
        {
            Links =
            [
                .. s.Links.Select(l => l.Name == "host0" ? l with { ReversePathFilter = own } : l with { ReversePathFilter = 0 }),
                new Link { Index = 50, Name = "host1", IsUp = true, HasCarrier = true, ReversePathFilter = 0 },
            ],
            Routes = [.. s.Routes, Of("192.0.2.0/24", 2), Of(part, 50) with { Table = table }],
        });

    private static Route Of(string destination, int link) => new() { Destination = IPNetwork.Parse(destination), LinkIndex = link, Table = 254 };

    [Theory, Fault("CN1005")]
    [InlineData(1, "0")]
    [InlineData(0, "1")]
    public void PartOfTheUplinksRangeLeavesElsewhere_IsDropped(int own, string all)
    {
        Finding finding = Asymmetric(own, all).First("CN1005");

        Assert.Equal(("host0", Severity.Warning), (finding.Interface, finding.Severity));
        Assert.Contains("192.0.2.2/32", finding.Message, StringComparison.Ordinal);
        Assert.Contains("leaves by host1", finding.Message, StringComparison.Ordinal);
        Assert.Contains("net.ipv4.conf.host0.rp_filter=2", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void NeighbourSeenThere_IsAnError() => Assert.Equal(
        Severity.Error,
        Asymmetric(1).With(s => s with { Neighbours = [new() { LinkIndex = 2, Address = IPAddress.Parse("192.0.2.2") }] })
            .First("CN1005").Severity);

    [Fact]
    public void ContainersAddressRoutedElsewhere_IsAnError()
    {
        Finding finding = Asymmetric(0).With(s => s with
        {
            Links = [.. s.Links.Select(l => l.Name == "docker0" ? l with { ReversePathFilter = 1 } : l)],
            Routes = [.. s.Routes, Of("172.17.0.0/16", 10), Of("172.17.0.0/24", 50)],
        }).Has("CN1005");

        Assert.Equal(("docker0", "bridge", Severity.Error), (finding.Interface, finding.Network, finding.Severity));
        Assert.Equal("CN2004", finding.CausedBy);
        Assert.Contains("container web", finding.Message, StringComparison.Ordinal);
    }

    [Fact, NearMiss("CN1005")]
    public void LooseFilterOrSymmetricRoutes_AreSilent()
    {
        Asymmetric(0).HasNot("CN1005");
        Asymmetric(2).HasNot("CN1005");
        Asymmetric(1, "2").HasNot("CN1005");
        Asymmetric(1, part: "198.51.100.0/24").HasNot("CN1005");
        Asymmetric(1, part: "192.0.2.0/24").HasNot("CN1005");
        Asymmetric(1).With(s => s with { Routes = [.. s.Routes, Of("192.0.2.2/32", 2)] }).HasNot("CN1005");
    }

    [Fact]
    public void RoutesOfOtherTables_ProveNothing()
    {
        Asymmetric(1, table: 100).HasNot("CN1005");
        Asymmetric(1).With(s => s with { Routes = [.. s.Routes, Of("0.0.0.0/0", 50) with { Table = 100 }] }).HasNot("CN1005");
    }

    [Fact]
    public void FilterThatCouldNotBeRead_ProvesNothing() => Asymmetric(1)
        .With(s => s with { Settings = [.. s.Settings.Where(k => !k.Key.Contains("rp_filter", StringComparison.Ordinal))] }).HasNot("CN1005");

    [Fact]
    public void DropAtRouting_IsAFindingWithoutAnyRouteToSayIt()
    {
        Snapshot facts = PathBuilder.Host("bookworm/healthy");
        Finding finding = Assert.Single(PathFindings.Explain(facts, new PathBuilder(facts).Translated("172.17.0.2:80")
            .Ends(HopLayer.Routing, HopReason.ReversePathFilter).Stopped()));

        Assert.Equal(("CN1005", "host0"), (finding.Code, finding.Interface));
        Assert.Contains("what comes from 192.0.2.2", finding.Message, StringComparison.Ordinal);
    }
}
