using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Ports and zones of firewalld, and bridges that are down.</summary>
public sealed class SmallRepairTests
{
    [Fact]
    public void ClosedPort_IsOpenedOnBothSides()
    {
        RepairPlan plan = Plan(FindingOf("CN3006") with { Port = 8080, Protocol = Protocol.Tcp }, Facts())!;

        Assert.Equal(
            ["firewall-cmd --zone=public --add-port=8080/tcp", "firewall-cmd --permanent --zone=public --add-port=8080/tcp"],
            Commands(plan));
        Assert.Equal(
            ["firewall-cmd --zone=public --remove-port=8080/tcp", "firewall-cmd --permanent --zone=public --remove-port=8080/tcp"],
            Inverses(plan));
    }

    [Fact]
    public void RunTimeOnlyPort_IsMadePermanent()
    {
        Assert.Equal(
            ["firewall-cmd --permanent --zone=public --add-port=9000/tcp"],
            Commands(Plan(FindingOf("CN3007") with { Port = 9000, Protocol = Protocol.Tcp }, Facts())!));
        Assert.Null(Plan(FindingOf("CN3007"), Facts()));
    }

    [Fact]
    public void BridgeWithoutZone_GoesToZoneDocker()
    {
        RepairPlan plan = Plan(FindingOf("CN3005") with { Interface = "docker0" }, Facts())!;

        Assert.Equal(
            ["firewall-cmd --zone=docker --change-interface=docker0", "firewall-cmd --permanent --zone=docker --change-interface=docker0"],
            Commands(plan));
        Assert.Equal(
            ["firewall-cmd --zone=public --change-interface=docker0", "firewall-cmd --permanent --zone=docker --remove-interface=docker0"],
            Inverses(plan));
    }

    [Fact]
    public void NoZoneDocker_TrustedIsUsed()
    {
        Snapshot facts = Facts();
        facts = facts with { Firewalld = facts.Firewalld! with { Zones = [.. facts.Firewalld.Zones.Where(z => z.Name != "docker")] } };

        Assert.StartsWith("firewall-cmd --zone=trusted", Commands(Plan(FindingOf("CN3005") with { Interface = "docker0" }, facts)!)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void FirewalldNotRunning_IsUnsupported()
    {
        Snapshot facts = Facts() with { Firewalld = new Firewalld { Running = false } };

        Assert.Null(Plan(FindingOf("CN3005") with { Interface = "docker0" }, facts));
        Assert.Null(Plan(FindingOf("CN3006") with { Port = 80 }, facts));
    }

    [Fact]
    public void BridgeDown_IsSwitchedOnWithItsAddresses()
    {
        RepairPlan plan = Plan(FindingOf("CN2001") with { Network = "bridge" }, Facts())!;

        Assert.Equal(["ip link set dev docker0 up", "ip address add 2001:db8:1::1/64 dev docker0"], Commands(plan));
        Assert.Equal(["ip link set dev docker0 down", "ip address delete 2001:db8:1::1/64 dev docker0"], Inverses(plan));
    }

    [Fact]
    public void BridgeUp_NothingToDo_BridgeGone_Unsupported()
    {
        Snapshot facts = Facts();
        Snapshot up = facts with
        {
            Links = [facts.Links[0] with { IsUp = true }],
            Addresses = [.. facts.Addresses, new InterfaceAddress { LinkIndex = 3, Address = IPAddress.Parse("2001:db8:1::1"), PrefixLength = 64 }],
        };

        Assert.Empty(Plan(FindingOf("CN2001") with { Network = "bridge" }, up)!.Steps);
        Assert.Null(Plan(FindingOf("CN2001") with { Network = "bridge" }, facts with { Links = [] }));
    }

    [Fact]
    public void Catalog_HasEachCodeOnce()
    {
        List<string> codes = [.. RepairCatalog.All.SelectMany(r => r.Codes)];

        Assert.Equal(codes.Count, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, c => Assert.True(RepairCatalog.Covers(c)));
        Assert.False(RepairCatalog.Covers("CN3010"));
    }

    private static RepairPlan? Plan(Finding finding, Snapshot facts) => RepairPlanner.Plan(finding, facts);

    private static List<string> Commands(RepairPlan plan) => [.. plan.Steps.Cast<CommandStep>().Select(s => s.Command.ToString())];

    private static List<string> Inverses(RepairPlan plan) => [.. plan.Steps.Cast<CommandStep>().Select(s => s.Inverse!.ToString())];

    private static Snapshot Facts() => new()
    {
        Host = new HostInfo { Name = "host" },
        CollectedAt = DateTimeOffset.UnixEpoch,
        Links = [new Link { Index = 3, Name = "docker0" }],
        Addresses = [new InterfaceAddress { LinkIndex = 3, Address = IPAddress.Parse("172.17.0.1"), PrefixLength = 16 }],
        Networks =
        [
            new ContainerNetwork
            {
                Engine = "docker", Id = "1", Name = "bridge", Driver = "bridge", Bridge = "docker0",
                Subnets =
                [
                    new NetworkSubnet { Subnet = System.Net.IPNetwork.Parse("172.17.0.0/16"), Gateway = IPAddress.Parse("172.17.0.1") },
                    new NetworkSubnet { Subnet = System.Net.IPNetwork.Parse("2001:db8:1::/64"), Gateway = IPAddress.Parse("2001:db8:1::1") },
                ],
            },
        ],
        Firewalld = new Firewalld
        {
            Running = true,
            DefaultZone = "public",
            Zones =
            [
                new FirewallZone
                {
                    Name = "public", IsDefault = true,
                    Active = new ZoneSettings { Ports = ["9000/tcp"], Interfaces = ["docker0"] }, Persistent = new ZoneSettings(),
                },
                new FirewallZone { Name = "docker", Active = new ZoneSettings(), Persistent = new ZoneSettings() },
                new FirewallZone { Name = "trusted", Active = new ZoneSettings(), Persistent = new ZoneSettings() },
            ],
        },
    };

    private static Finding FindingOf(string code) => new()
    {
        Code = code, Title = "t", Severity = Severity.Error, Role = FindingRole.RootCause, Subject = "s", Message = "m",
    };
}
