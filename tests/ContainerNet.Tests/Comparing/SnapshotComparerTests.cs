using System.Net;
using ContainerNet.Checks;
using ContainerNet.Collection;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Comparing;

/// <summary>A recorded host against the same with one thing changed: that one comes first, with the path that it breaks.</summary>
public sealed class SnapshotComparerTests
{
    private static readonly Snapshot s_host = Load("snapshots/walk-healthy.json");

    [Fact]
    public void HostAgainstItself_DoesNotDiffer() => Assert.Empty(Compare(s_host, s_host));

    [Fact]
    public void RedactedHost_DiffersInNamesOnly()
    {
        Snapshot redacted = SnapshotJson.Read(SnapshotJson.WriteRedacted(s_host), "x");
        Assert.DoesNotContain(Compare(s_host, redacted), d => d.Area is FactArea.Setting or FactArea.Engine or FactArea.EngineOption or FactArea.Policy or FactArea.Kernel);
    }

    [Fault("CN8001")]
    [Fact]
    public void ForwardingThatIsOff_ComesFirst()
    {
        SnapshotDifference first = Compare(s_host, Noisy(WithSetting(s_host, "net.ipv4.ip_forward", "0")))[0];

        Assert.Equal(("CN8001", "net.ipv4.ip_forward", 1), (first.Code, first.Fact, first.Rank));
        Assert.Equal(["1", "0"], first.Values.Select(v => v.Value));
        ChangedPath path = Assert.Single(first.Breaks, b => b.Path == "External -> web:8080/tcp");
        Assert.Equal((PathVerdict.Delivered, PathVerdict.Dropped), (path.ReferenceVerdict, path.Verdict));
        Assert.DoesNotContain(first.Breaks, b => b.From is "Loopback");
    }

    [Fault("CN8004")]
    [Fact]
    public void RuleThatDrops_ComesFirst()
    {
        SnapshotDifference first = Compare(s_host, Noisy(Load("snapshots/walk-docker-user-drop.json")))[0];

        Assert.Equal(("CN8004", "rules of ip filter DOCKER-USER"), (first.Code, first.Fact));
        Assert.Contains("+ -i <uplink> -p tcp -m tcp --dport 80 -j DROP", first.Values[1].Value, StringComparison.Ordinal);
        Assert.Contains(first.Breaks, b => b.Path == "External -> web:8080/tcp");
        Assert.DoesNotContain(first.Breaks, b => b.Path.StartsWith("External -> db", StringComparison.Ordinal));
    }

    [Fault("CN8002")]
    [Fact]
    public void OtherImageUnderTheSameName_ComesFirst()
    {
        Snapshot one = With(s_host, "web", c => c with { ImageId = $"sha256:{new string('a', 64)}" });
        Snapshot other = With(s_host, "web", c => c with
        {
            ImageId = $"sha256:{new string('b', 64)}",
            Listeners = [.. c.Listeners!.Select(l => l with { Address = IPAddress.Loopback })],
        });
        IReadOnlyList<SnapshotDifference> differences = Compare(one, Noisy(other));

        Assert.Equal(("CN8002", "image of web"), (differences[0].Code, differences[0].Fact));
        Assert.Contains(differences[0].Breaks, b => b.Path == "External -> web:8080/tcp");
        Assert.Equal("image of web", differences.First(d => d.Fact == "listeners of web").CausedBy);
    }

    [NearMiss("CN8002")]
    [Fact]
    public void OtherImageThatListensAlike_ChangesNoPath()
    {
        Snapshot one = With(s_host, "web", c => c with { ImageId = $"sha256:{new string('a', 64)}" });
        Snapshot other = With(s_host, "web", c => c with { ImageId = $"sha256:{new string('b', 64)}" });
        Assert.Empty(Assert.Single(Compare(one, other)).Breaks);
        Assert.Empty(Compare(one, s_host));
    }

    [Fault("CN8005")]
    [Fact]
    public void PortThatIsNotPublished_ComesFirst()
    {
        Snapshot other = With(s_host, "web", c => c with
        {
            PortBindings = [.. c.PortBindings.Where(b => b.HostPort != 8080)], ActivePorts = [.. c.ActivePorts.Where(b => b.HostPort != 8080)],
        });
        SnapshotDifference first = Compare(s_host, Noisy(other))[0];

        Assert.Equal(("CN8005", "ports of web"), (first.Code, first.Fact));
        Assert.Contains(first.Breaks, b => b is { Path: "External -> web:8080/tcp", Verdict: null, ReferenceVerdict: PathVerdict.Delivered });
    }

    [Fault("CN8003")]
    [Fact]
    public void OtherVersion_IsToldAndBreaksNothing()
    {
        Snapshot other = s_host with { Engines = [.. s_host.Engines.Select(e => e with { Version = "99.1" })] };
        SnapshotDifference only = Assert.Single(Compare(s_host, other));
        Assert.Equal(("CN8003", "docker version"), (only.Code, only.Fact));
        Assert.Empty(only.Breaks);
    }

    [NearMiss("CN8001")]
    [NearMiss("CN8003")]
    [NearMiss("CN8004")]
    [NearMiss("CN8005")]
    [Fact]
    public void AddressesIdentifiersAndDrawnNames_AreNoDifferences()
    {
        // Two hosts that were set up alike: other bridges, other identifiers, other order of containers.
        Snapshot one = Load("hosts/trixie/healthy.json"), other = Load("hosts/trixie/forwarding-off.json");
        Assert.DoesNotContain(Compare(one, WithSetting(other, "net.ipv4.ip_forward", "1")), d => d.Area is not FactArea.Listeners && d.Breaks.Count > 0);
        Snapshot unread = s_host with
        {
            Chains = [], Settings = [],
            Gaps = [new Gap { Facts = FactKinds.Firewall | FactKinds.Firewall6 | FactKinds.Settings, Source = "x", Reason = "denied", Remedy = "" }],
        };
        Assert.Empty(Compare(s_host, unread));
    }

    [Fact]
    public void RulesThatWereLost_AreNotBlamedOnTheVersion()
    {
        Snapshot other = s_host with
        {
            Engines = [.. s_host.Engines.Select(e => e with { Version = "28.5.2" })],
            Chains = [.. s_host.Chains.Select(c => c.Name == "DOCKER" && c.Table.Family == "ip" ? c with { Rules = [] } : c)],
        };
        IReadOnlyList<SnapshotDifference> differences = Compare(s_host, other);

        Assert.Equal("CN8004", differences[0].Code);
        Assert.NotEmpty(differences[0].Breaks);
        Assert.Empty(differences.First(d => d.Fact == "docker version").Breaks);
        Assert.Contains(differences[0].Breaks, b => b.Path.EndsWith("at its own address", StringComparison.Ordinal));
    }

    [Fact]
    public void FileThatSaysEverythingTwice_IsComparedAllTheSame()
    {
        Snapshot twice = s_host with
        {
            Links = [.. s_host.Links, .. s_host.Links],
            Containers = [.. s_host.Containers, .. s_host.Containers],
            Networks = [.. s_host.Networks, .. s_host.Networks],
            Chains = [.. s_host.Chains, .. s_host.Chains],
            Engines = [.. s_host.Engines, .. s_host.Engines],
            Settings = [.. s_host.Settings, .. s_host.Settings],
        };
        Assert.DoesNotContain(Compare(s_host, twice), d => d.Area is FactArea.Setting or FactArea.Container or FactArea.Ports);
    }

    [Fact]
    public void ManyHosts_TheOddOnesAreNamed()
    {
        List<Snapshot> hosts = [.. Enumerable.Range(0, 9).Select(i => s_host with { Host = s_host.Host with { Name = $"web{i}" } })];
        hosts[3] = WithSetting(hosts[3], "net.ipv4.ip_forward", "0");
        hosts[7] = WithSetting(hosts[7], "net.ipv4.ip_forward", "0");
        hosts[8] = WithSetting(hosts[8], "net.ipv4.tcp_syncookies", "2");
        SnapshotDifference first = Compare([.. hosts])[0];

        Assert.Equal(["web3", "web7"], first.Hosts);
        Assert.Equal((7, 2), (first.Values[0].Hosts.Count, first.Values[1].Hosts.Count));
        Assert.True(first.Values[0].IsReference);
        Assert.NotEmpty(first.Breaks);
    }

    [Theory]
    [InlineData("hosts/bookworm/healthy.json", "hosts/bookworm/forwarding-off.json", "net.ipv4.ip_forward")]
    [InlineData("hosts/bookworm/healthy.json", "hosts/bookworm/docker-user-drop.json", "rules of ip filter DOCKER-USER")]
    [InlineData("hosts/trixie/healthy+firewalld.json", "hosts/trixie/forwarding-off.json", "net.ipv4.ip_forward")]
    public void HostsOfAnEarlierVersion_AreComparedWithoutWalks(string one, string other, string fact) =>
        Assert.Contains(Compare(Load(one), Load(other)), d => d.Fact == fact && d.Breaks.Count == 0);

    /// <summary>Twenty differences that do not matter.</summary>
    private static Snapshot Noisy(Snapshot facts) => facts with
    {
        Host = facts.Host with { Name = "other", Kernel = "6.1.0-other", OperatingSystem = "Debian GNU/Linux 12.9 (bookworm)" },
        Settings = [.. facts.Settings, .. Enumerable.Range(0, 14).Select(i => new KernelSetting { Key = $"net.ipv4.tcp_noise_{i}", Value = "7" })],
        Networks = [.. facts.Networks, new ContainerNetwork { Engine = "docker", Id = "feedfeedfeed", Name = "unused", Driver = "bridge", Bridge = "br-feedfeedfeed" }],
        Containers = [.. facts.Containers, new Container { Engine = "docker", Id = "beefbeefbeef", Name = "old", State = ContainerState.Exited }],
    };

    private static IReadOnlyList<SnapshotDifference> Compare(params Snapshot[] hosts)
    {
        SnapshotComparer comparer = new(i => hosts[i]);
        foreach (Snapshot host in hosts)
        {
            comparer.Add(FactSheet.Of(host));
        }

        return comparer.Compare(null, null, CancellationToken.None);
    }

    private static Snapshot With(Snapshot facts, string container, Func<Container, Container> change) =>
        facts with { Containers = [.. facts.Containers.Select(c => c.Name == container ? change(c) : c)] };

    private static Snapshot WithSetting(Snapshot facts, string key, string value)
    {
        Snapshot source = facts with { Settings = [.. facts.Settings.Where(s => s.Key != key), new KernelSetting { Key = key, Value = value }] };
        FactKey fact = new(FactArea.Setting, key);
        return SettingTransplant.Apply(fact, HostCopy.Of("a", source), HostCopy.Of("b", facts))!;
    }

    private static Snapshot Load(string file) => SnapshotJson.Read(File.ReadAllBytes(Repository.Path("tests", "Fixtures", file)), file);
}
