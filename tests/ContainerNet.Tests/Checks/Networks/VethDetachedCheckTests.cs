using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

public sealed class VethDetachedCheckTests
{
    private static HostBuilder Port(Func<Link, Link> edit) => new HostBuilder().Web().With(s => s with
    {
        Links = [.. s.Links.Select(l => l.Name == "veth0" ? edit(l) : l)],
    });

    private static HostBuilder Inside(Func<Link, Link> edit) => new HostBuilder().Web().With(s => s with
    {
        Namespaces = [.. s.Namespaces!.Select(n => n with { Links = [.. n.Links.Select(l => l.Name == "eth0" ? edit(l) : l)] })],
    });

    [Fact, Fault("CN2002")]
    public void PortWithoutBridge_NamesTheCable()
    {
        Finding finding = Port(l => l with { MasterIndex = 0, PortForwards = null }).First("CN2002");

        Assert.Equal(("web", "bridge", "veth0"), (finding.Container, finding.Network, finding.Interface));
        Assert.Equal("ip link set dev veth0 master docker0", finding.Remedy);
        Assert.True(finding.Repairable);
    }

    [Fact]
    public void PortOfAnotherBridge_SaysWhich()
    {
        Finding finding = new HostBuilder().Network("app", "br-app", "172.18.0.0/16").Web()
            .With(s => s with { Links = [.. s.Links.Select(l => l.Name == "veth0" ? l with { MasterIndex = 11 } : l)] }).First("CN2002");

        Assert.Contains("attached to br-app instead of docker0", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PortThatIsDown_IsPutUp() =>
        Assert.Equal("ip link set dev veth0 up", Port(l => l with { IsUp = false, PortForwards = false, HasCarrier = false }).First("CN2002").Remedy);

    [Fact]
    public void PortThatDoesNotForward_IsNotOurs()
    {
        Finding finding = Port(l => l with { PortForwards = false }).First("CN2002");

        Assert.Contains("spanning tree", finding.Message, StringComparison.Ordinal);
        Assert.False(finding.Repairable);
    }

    [Fact]
    public void InnerEndDown_ExplainsTheMissingRoute()
    {
        HostBuilder host = Inside(l => l with { IsUp = false, HasCarrier = false }).With(s => s with
        {
            Namespaces = [.. s.Namespaces!.Select(n => n with { Routes = [] })],
            Links = [.. s.Links.Select(l => l.Name == "veth0" ? l with { HasCarrier = false, PortForwards = false } : l)],
        });

        Assert.Contains("docker restart web", host.First("CN2002").Remedy, StringComparison.Ordinal);
        Assert.Equal("CN2002", host.Has("CN2003").CausedBy);
    }

    [Fact, NearMiss("CN2002")]
    public void WhatIsAsTheEngineMadeIt_IsSilent()
    {
        new HostBuilder().Web().HasNot("CN2002");
        Port(l => l with { PortForwards = null }).HasNot("CN2002");

        // Another veth of the host has the index by chance and leads elsewhere.
        Port(l => l with { MasterIndex = 0, PeerIndex = 99 }).HasNot("CN2002");
        Port(l => l with { MasterIndex = 0 }).With(s => s with { Namespaces = [] }).HasNot("CN2002");
        Port(l => l with { MasterIndex = 0 }).Engine(e => e with { Rootless = true }).HasNot("CN2002");
    }

    [Fact]
    public void BridgeGone_IsCN2001sBusiness() => Port(l => l with { MasterIndex = 0 })
        .With(s => s with { Links = [.. s.Links.Where(l => l.Name != "docker0")] }).HasNot("CN2002");

    [Fact]
    public void NamespacesNotRead_SkipsItLoudly()
    {
        Diagnosis diagnosis = Port(l => l with { MasterIndex = 0 }).With(s => s with { Namespaces = null }).Diagnose();

        Assert.DoesNotContain(diagnosis.Findings, f => f.Code == "CN2002");
        Assert.Equal(["CN2002", "CN2003"], Assert.Single(diagnosis.Gaps).SkippedCodes);
    }
}
