using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Names;

public sealed class StaleHostsEntryCheckTests
{
    private static HostBuilder Host(string line = "db 172.17.0.9", string[]? extra = null) => new HostBuilder().Web()
        .Network("app", "br-app", "172.18.0.0/16")
        .Container("front", "172.17.0.3", [], edit: c => c with
        {
            Id = "0123456789abcdef",
            Hosts = [new HostsEntry("localhost", IPAddress.Loopback), new HostsEntry(line.Split(' ')[0], IPAddress.Parse(line.Split(' ')[1]))],
            ExtraHosts = extra ?? [],
        });

    [Fact, Fault("CN4004")]
    public void LineToAnAddressThatNobodyHas_NamesBoth()
    {
        Finding finding = Host(extra: ["db:172.17.0.9"]).First("CN4004");

        Assert.Equal(("front", "docker"), (finding.Container, finding.Engine));
        Assert.Equal("In front, db is 172.17.0.9 by /etc/hosts, an address of network bridge that no running container has.", finding.Message);
        Assert.Contains(finding.Evidence, e => e.Value == "db:172.17.0.9");
        Assert.Contains("--add-host db:172.17.0.9", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void ContainerOfThatName_IsSaidToHaveMovedOrStopped()
    {
        HostBuilder moved = Host().Container("db", "172.18.0.2", [], network: "app");
        HostBuilder stopped = Host().Container("db", "172.17.0.9", [], edit: c => c with { State = ContainerState.Exited });

        Assert.EndsWith("; db has 172.18.0.2 now.", moved.First("CN4004").Message, StringComparison.Ordinal);
        Assert.EndsWith("; db does not run.", stopped.First("CN4004").Message, StringComparison.Ordinal);
    }

    [Theory, NearMiss("CN4004")]
    [InlineData("web 172.17.0.2")]
    [InlineData("host.docker.internal 172.17.0.1")]
    [InlineData("db 198.51.100.7")]
    [InlineData("front 172.17.0.9")]
    [InlineData("0123456789ab 172.17.0.9")]
    public void LineToSomebodyOutsideOrItself_IsSilent(string line) => Host(line).HasNot("CN4004");

    [Fact]
    public void SomebodyElseOnTheBridge_HasTheAddress()
    {
        Neighbour machine = new() { LinkIndex = 10, Address = IPAddress.Parse("172.17.0.9"), HardwareAddress = "52:54:00:00:00:01", State = "stale" };

        Host().With(s => s with { Neighbours = [machine] }).HasNot("CN4004");
        Assert.NotNull(Host().With(s => s with { Neighbours = [machine with { State = "failed" }] }).First("CN4004"));
    }

    [Fact]
    public void OtherMachinesMayHaveAddressesOfAnOverlay_AndAContainerBetweenTwoStarts()
    {
        Host().With(s => s with { Networks = [.. s.Networks.Select(n => n with { Driver = "macvlan" })] }).HasNot("CN4004");
        Host().Container("db", "172.17.0.9", [], edit: c => c with { State = ContainerState.Restarting }).HasNot("CN4004");
    }

    [Fact]
    public void NotReadOrNotWhole_ProvesNothing()
    {
        Host().With(s => s with { Containers = [.. s.Containers.Select(c => c with { Hosts = null })] }).HasNot("CN4004");
        Host().Gap(FactKinds.Engines, "docker at /run/docker.sock", partial: true).HasNot("CN4004");
    }
}
