using ContainerNet.Checks;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Cables and addresses of bridges, and entries of connection tracking: from the finding to the plan and its inverse.</summary>
public sealed class LinkRepairTests
{
    private static HostBuilder Port(Func<Link, Link> edit) => new HostBuilder().Web().With(s => s with
    {
        Links = [.. s.Links.Select(l => l.Name == "veth0" ? edit(l) : l)],
    });

    [Fact]
    public void DetachedPort_IsAttachedAgain()
    {
        RepairPlan plan = PlanFor("CN2002", Port(l => l with { MasterIndex = 0, IsUp = false }))!;

        Assert.Equal(["ip link set dev veth0 master docker0", "ip link set dev veth0 up"], Commands(plan));
        Assert.Equal(["ip link set dev veth0 nomaster", "ip link set dev veth0 down"], Inverses(plan));
    }

    [Fact]
    public void PortOfAnotherBridge_GoesBackThereOnUndo()
    {
        RepairPlan plan = PlanFor("CN2002", new HostBuilder().Network("app", "br-app", "172.18.0.0/16").Web()
            .With(s => s with { Links = [.. s.Links.Select(l => l.Name == "veth0" ? l with { MasterIndex = 11 } : l)] }))!;

        Assert.Equal(["ip link set dev veth0 master br-app"], Inverses(plan));
    }

    [Fact]
    public void WithoutAUserlandProxy_HairpinComesBackToo() => Assert.Equal(
        ["ip link set dev veth0 master docker0", "bridge link set dev veth0 hairpin on"],
        Commands(PlanFor("CN2002", Port(l => l with { MasterIndex = 0 }).Docker("26.1.5", o => o with { UserlandProxy = false }))!));

    [Fact]
    public void PortThatIsAttachedAlready_NeedsNothing_AndAnotherCableIsRefused()
    {
        Finding finding = Port(l => l with { MasterIndex = 0 }).Has("CN2002");

        Assert.Empty(RepairPlanner.Plan(finding, new HostBuilder().Web().Build())!.Steps);
        Assert.Null(RepairPlanner.Plan(finding, Port(l => l with { MasterIndex = 0, PeerIndex = 77 }).Build()));
        Assert.Null(RepairPlanner.Plan(finding, new HostBuilder().Build()));
    }

    [Fact]
    public void LostAddress_ComesBack()
    {
        HostBuilder host = new HostBuilder().Web().With(s => s with { Addresses = [.. s.Addresses.Where(a => a.LinkIndex != 10)] });
        RepairPlan plan = PlanFor("CN2008", host)!;

        Assert.Equal(["ip address add 172.17.0.1/16 dev docker0"], Commands(plan));
        Assert.Equal(["ip address delete 172.17.0.1/16 dev docker0"], Inverses(plan));
        Assert.Empty(RepairPlanner.Plan(host.Has("CN2008"), new HostBuilder().Web().Build())!.Steps);
    }

    [Fact]
    public void StaleEntries_AreDeletedOneByOne()
    {
        TrackedConnection Entry(string source, string to) => new()
        {
            Protocol = Protocol.Udp,
            Original = new(System.Net.IPAddress.Parse(source), 40000, System.Net.IPAddress.Parse("192.0.2.1"), 5353),
            Reply = new(System.Net.IPAddress.Parse(to), 53, System.Net.IPAddress.Parse(source), 40000),
        };
        HostBuilder host = new HostBuilder().Container("dns", "172.17.0.3", ["5353:53/udp"]).With(s => s with
        {
            Connections = [Entry("192.0.2.2", "172.17.0.9"), Entry("192.0.2.3", "172.17.0.9"), Entry("192.0.2.4", "172.17.0.3")],
        });
        RepairPlan plan = PlanFor("CN3013", host)!;

        Assert.Equal(
            [
                "conntrack --delete --proto udp --orig-src 192.0.2.2 --orig-port-src 40000 --orig-dst 192.0.2.1 --orig-port-dst 5353 --reply-src 172.17.0.9",
                "conntrack --delete --proto udp --orig-src 192.0.2.3 --orig-port-src 40000 --orig-dst 192.0.2.1 --orig-port-dst 5353 --reply-src 172.17.0.9",
            ],
            Commands(plan));
        Assert.All(plan.Steps.Cast<CommandStep>(), s => Assert.Null(s.Inverse));
        Assert.NotEmpty(plan.Notes);
        Assert.Empty(RepairPlanner.Plan(host.Has("CN3013"), host.Build() with { Connections = [] })!.Steps);
        Assert.Null(RepairPlanner.Plan(host.Has("CN3013"), host.Build() with { Connections = null }));
    }

    private static RepairPlan? PlanFor(string code, HostBuilder host) => RepairPlanner.Plan(host.Has(code), host.Build());

    private static List<string> Commands(RepairPlan plan) => [.. plan.Steps.Cast<CommandStep>().Select(s => s.Command.ToString())];

    private static List<string> Inverses(RepairPlan plan) => [.. plan.Steps.Cast<CommandStep>().Select(s => s.Inverse!.ToString())];
}
