using ContainerNet.Collection;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Repairs;

namespace ContainerNet.Checks;

/// <summary>Snapshots of real hosts, each broken in one way by real software: the right code comes first.</summary>
public sealed class HostFixtureTests
{
    private const string Healthy = "nothing";

    public static TheoryData<string, string> Hosts()
    {
        TheoryData<string, string> hosts = [];
        foreach (string line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            hosts.Add(words[0], words[1]);
        }

        return hosts;
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Host_ShowsTheRightCodeFirst(string scenario, string expected)
    {
        Diagnosis diagnosis = CheckRunner.Run(Load(scenario));
        List<Finding> bad = [.. diagnosis.Findings.Where(f => f.Severity != Severity.Info)];

        if (expected == Healthy)
        {
            Assert.True(bad.Count == 0, Expect.Text(diagnosis));
            return;
        }

        Assert.True(bad.Count > 0 && diagnosis.Findings[0].Code == expected, $"expected {expected}:\n{Expect.Text(diagnosis)}");
        Assert.NotEmpty(diagnosis.Findings[0].Evidence);
        Assert.NotEqual("", diagnosis.Findings[0].Remedy);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Host_WithoutFirewallFacts_ClaimsNothingOfThem(string scenario, string expected)
    {
        Snapshot facts = Load(scenario) with { Chains = [], Firewalld = null };
        Diagnosis diagnosis = CheckRunner.Run(facts with
        {
            Gaps = [new Gap { Facts = FactKinds.Firewall | FactKinds.Firewalld, Source = "iptables-save", Reason = "permission denied", Remedy = "run as root" }],
        });

        Assert.DoesNotContain(diagnosis.Findings, f => f.Code is "CN3001" or "CN3002" or "CN3004" or "CN3005" or "CN3016");
        if (expected.StartsWith("CN30", StringComparison.Ordinal) && expected is not "CN3011")
        {
            Assert.Contains(diagnosis.Gaps, g => g.SkippedCodes.Contains(expected, StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Finding_ThatIsRepairable_HasAPlan(string scenario, string expected)
    {
        Snapshot facts = Load(scenario);
        Assert.NotEmpty(expected);

        Assert.All(
            CheckRunner.Run(facts).Findings.Where(f => f.Repairable && f.Role != FindingRole.Consequence),
            f => Assert.True(RepairPlanner.Plan(f, facts)?.Steps.Count > 0, $"{f.Code} {f.Subject} says that it can be repaired"));
    }

    [Fact]
    public void Fixtures_AreAllInTheTable()
    {
        string folder = Repository.Path("tests", "Fixtures", "hosts");
        Assert.Equal(
            Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
                .Select(f => Path.ChangeExtension(Path.GetRelativePath(folder, f), null)).Order(StringComparer.Ordinal),
            Hosts().Select(h => (string)((object[])h)[0]).Order(StringComparer.Ordinal));
    }

    private static Snapshot Load(string scenario) =>
        SnapshotJson.Read(File.ReadAllBytes(Repository.Path("tests", "Fixtures", "hosts", $"{scenario}.json")), scenario);

    private const string Table = """
        bookworm/healthy                          nothing
        bookworm/forwarding-off                   CN1001
        bookworm/forwarding-off-uplink            CN1004
        bookworm/rp-filter                        CN1005
        bookworm/bridge-nf-on                     CN1008
        bookworm/hardening-file                   CN1001
        bookworm/hardening-file-latent            CN1002
        bookworm/sysctl-disagree                  CN1010
        bookworm/unit-order                       CN3001
        bookworm/bridge-down                      CN2001
        bookworm/internal-network                 CN2006
        bookworm/nat-docker-deleted               CN3001
        bookworm/nft-flush                        CN3001
        bookworm/iptables-flush                   CN3001
        bookworm/firewalld-late                   CN3001
        bookworm/forward-drop                     CN3004
        bookworm/split-brain-legacy               CN3008
        bookworm/legacy-drop                      CN3008
        bookworm/docker-user-drop                 CN3010
        bookworm/iptables-false                   CN3011
        bookworm/app-on-loopback                  CN5001
        bookworm/wrong-port                       CN5002
        bookworm/published-on-loopback            CN5003
        bookworm/port-held                        CN5004
        bookworm/container-stopped                CN5005
        bookworm/proxy-killed                     CN5006
        bookworm/healthy+firewalld                CN3015
        bookworm/firewalld-late+firewalld         CN3001
        bookworm/firewalld-reload+firewalld       CN3016
        bookworm/firewalld-restart+firewalld      CN3016
        bookworm/firewalld-no-zone+firewalld      CN3005
        bookworm/firewalld-runtime-port+firewalld CN3007
        bookworm/host-network-closed+firewalld    CN3006
        bookworm/nft-flush+firewalld              CN3001
        trixie/healthy                            nothing
        trixie/healthy+firewalld                  nothing
        trixie/firewalld-reload+firewalld         nothing
        trixie/firewalld-restart+firewalld        nothing
        trixie/firewalld-late                     CN3005
        trixie/firewalld-no-zone+firewalld        CN3005
        trixie/nft-flush                          CN3001
        trixie/forwarding-off                     CN1001
        trixie/bridge-nf-off                      CN1008
        trixie/iptables-false                     CN3011
        trixie/port-held                          CN5004
        forky/healthy                             nothing
        forky/healthy+firewalld                   nothing
        forky/firewalld-reload+firewalld          nothing
        forky/asbooted+firewalld                  CN3005
        forky/forwarding-off                      CN1001
        forky/rp-filter                           CN1005
        forky/bridge-nf-off                       CN1008
        forky/nat-docker-deleted                  CN3001
        forky/nft-flush                           CN3001
        forky/docker-user-drop                    CN3010
        forky/forward-drop                        CN3004
        forky/internal-network                    CN2006
        forky/app-on-loopback                     CN5001
        """;
}
