using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

public sealed class StaleConnectionCheckTests
{
    private static HostBuilder Tracked(
        string to, int left = 25, bool answered = false, Protocol protocol = Protocol.Udp, string original = "192.0.2.1", int port = 5353) =>
        new HostBuilder().Container("dns", "172.17.0.3", ["5353:53/udp"]).Container("web", "172.17.0.2", ["8080:80"]).With(s => s with
        {
            Connections =
            [
                new TrackedConnection
                {
                    Protocol = protocol,
                    Original = new(IPAddress.Parse("192.0.2.2"), 40000, IPAddress.Parse(original), port),
                    Reply = new(IPAddress.Parse(to), 53, IPAddress.Parse("192.0.2.2"), 40000),
                    Answered = answered,
                    TimeoutSeconds = left,
                },
            ],
        });

    [Fact, Fault("CN3013")]
    public void EntryToAnAddressThatNobodyHas_NamesTheOwnerOfThePort()
    {
        Finding finding = Tracked("172.17.0.9").First("CN3013");

        Assert.Equal(("dns", 5353, Severity.Error), (finding.Container, finding.Port, finding.Severity));
        Assert.Contains("dns's, at 172.17.0.3, now", finding.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "conntrack -D -p udp --orig-dst 192.0.2.1 --orig-port-dst 5353 --reply-src 172.17.0.9\n", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void PortOfNobody_IsToldOfItsNetwork()
    {
        Finding finding = Tracked("172.17.0.9", port: 5514).First("CN3013");

        Assert.Equal(((string?)null, "bridge", 5514), (finding.Container, finding.Network, finding.Port));
    }

    [Fact]
    public void AddressThatAnotherContainerGot_IsWorse() => Assert.Contains(
        "that is web's address now", Tracked("172.17.0.2").First("CN3013").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(25, false, Severity.Error)]
    [InlineData(5, false, Severity.Warning)]
    [InlineData(119, true, Severity.Error)]
    [InlineData(60, true, Severity.Warning)]
    public void EntryThatNobodyUses_FadesByItself(int left, bool answered, Severity severity) =>
        Assert.Equal(severity, Tracked("172.17.0.9", left, answered).First("CN3013").Severity);

    [Fact, NearMiss("CN3013")]
    public void EntriesThatMayBeMeant_AreSilent()
    {
        Tracked("172.17.0.3").HasNot("CN3013");

        // An administrator's own translation to a container that publishes nothing of the kind.
        Tracked("172.17.0.2", port: 5514).HasNot("CN3013");

        // A new connection of TCP has another source port.
        Tracked("172.17.0.9", protocol: Protocol.Tcp).HasNot("CN3013");

        // Not translated, to the bridge's own address, and to a machine that is no container.
        Tracked("192.0.2.1").HasNot("CN3013");
        Tracked("172.17.0.1").HasNot("CN3013");
        Tracked("198.51.100.7").HasNot("CN3013");
    }

    [Fact]
    public void SecondAddressOfTheContainer_IsSilent() => Tracked("172.18.0.3").With(s => s with
    {
        Networks = [.. s.Networks, s.Networks[0] with { Name = "app", Bridge = "br-app", Subnets = [new() { Subnet = IPNetwork.Parse("172.18.0.0/16") }] }],
        Containers = [.. s.Containers.Select(c => c.Name != "dns" ? c : c with
        {
            Endpoints = [.. c.Endpoints, new() { Network = "app", IPv4 = IPAddress.Parse("172.18.0.3") }],
        })],
    }).HasNot("CN3013");

    [Fact]
    public void TranslationThatIsWrongItself_ExplainsIt() => Assert.Equal(
        "CN3002",
        Tracked("172.17.0.9").Rules(t => t.All().Replace(
            "-j DNAT --to-destination 172.17.0.3:53", "-j DNAT --to-destination 172.17.0.9:53", StringComparison.Ordinal)).Has("CN3013").CausedBy);

    [Fact]
    public void ConnectionsNotRead_SkipsItLoudly()
    {
        Diagnosis diagnosis = Tracked("172.17.0.9").With(s => s with { Connections = null }).Diagnose();

        Assert.DoesNotContain(diagnosis.Findings, f => f.Code == "CN3013");
        Assert.Equal(["CN3013"], Assert.Single(diagnosis.Gaps).SkippedCodes);
    }
}
