using ContainerNet.Collection;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

public sealed class DnatMissingCheckTests
{
    private static HostBuilder Nat(Func<string, string> edit) =>
        new HostBuilder().Web().Rules(t => t.Filter() + t.Isolation() + edit(t.Nat()));

    [Fact, Fault("CN3002")]
    public void RuleForAnOldAddress_IsStale()
    {
        Finding finding = Nat(t => t.Replace("172.17.0.2:80\n", "172.17.0.9:80\n", StringComparison.Ordinal)).First("CN3002");

        Assert.Equal(("web", 8080), (finding.Container, finding.Port));
        Assert.Contains("172.17.0.9:80", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RuleDeleted_IsMissing() => Nat(t => string.Join('\n', t.Split('\n').Where(l => !l.Contains("8080", StringComparison.Ordinal))))
        .First("CN3002");

    [Fact]
    public void JumpDeleted_IsNotCalled() => Assert.Contains(
        "not called",
        Nat(t => t.Replace("nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER", "nat PREROUTING", StringComparison.Ordinal))
            .First("CN3002").Message,
        StringComparison.Ordinal);

    [Fact, NearMiss("CN3002")]
    public void RuleForOneAddressBeforeTheRightOne_IsSilent() => new HostBuilder().Web()
        .Insert("nat -A DOCKER -d 192.0.2.99/32 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.7:80").HasNot("CN3002");

    [Fact]
    public void RuleThatIsNotUnderstood_ClaimsNothing() => new HostBuilder().Web()
        .Rules(t => t.Filter() + t.Isolation() + "nat -A PREROUTING -j DOCKER\nnat -A DOCKER -j WEIRD").HasNot("CN3002");

    /// <summary>Docker 29 with its own table of nftables.</summary>
    [Fact]
    public void TableOfNftables_IsAskedToo()
    {
        Snapshot facts = SnapshotJson.Read(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "repairs", "docker29-nftables-proxy", "snapshot.json")), "nft");
        DnatMissingCheck check = new();
        Assert.Empty(check.Run(facts));

        Finding[] findings = [.. check.Run(facts with
        {
            Chains = [.. facts.Chains.Select(c => c.Name == "nat-PREROUTING" ? c with { Rules = [] } : c)],
        })];

        Assert.Contains(findings, f => f.Port == 7007);
        Assert.All(findings, f => Assert.Contains("no rule of chain nat-PREROUTING in table docker-bridges", f.Message, StringComparison.Ordinal));
        Assert.All(findings, f => Assert.True(f.Repairable));
    }

    /// <summary>Podman 5.4 with netavark, before and after its table was deleted.</summary>
    [Fact]
    public void NetavarksTableGone_IsMissing()
    {
        DnatMissingCheck check = new();
        Assert.Empty(check.Run(Podman("podman-netavark")));

        Finding[] findings = [.. check.Run(Podman("podman-netavark-flushed"))];

        Assert.Equal([9080, 9081], findings.Select(f => f.Port).Order());
        Assert.All(findings, f => Assert.Equal("podman", f.Engine));
        Assert.All(findings, f => Assert.StartsWith("podman network reload", f.Remedy, StringComparison.Ordinal));
    }

    private static Snapshot Podman(string name) =>
        SnapshotJson.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "snapshots", name + ".json")), name);
}
