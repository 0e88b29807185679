using ContainerNet.Comparing;
using ContainerNet.Lab.Hosts;
using ContainerNet.Paths;
using Xunit.Abstractions;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>Two real hosts, equal but for one thing and for two dozen that do not matter: the one that matters comes first, with a path
/// that it breaks.</summary>
/// <param name="hosts">The hosts.</param>
/// <param name="output">Takes what was listed.</param>
public sealed class ComparisonTests(ComparedHosts hosts, ITestOutputHelper output) : IClassFixture<ComparedHosts>
{
    private const int Unimportant = 20;

    /// <summary>The first difference is the one that was made.</summary>
    /// <param name="reference">The host that works.</param>
    /// <param name="other">The other.</param>
    /// <param name="code">The code of the first difference.</param>
    /// <param name="fact">What it is about.</param>
    /// <param name="path">A path that it breaks.</param>
    [LabTheory]
    [InlineData("healthy", "ip-forward", "CN8001", "net.ipv4.ip_forward", "External -> web:8080/tcp")]
    [InlineData("healthy", "interface", "CN8001", "net.ipv4.conf.<uplink>.forwarding", "External -> web:8080/tcp")]
    [InlineData("asymmetric", "rp-filter", "CN8001", "net.ipv4.conf.<uplink>.rp_filter", "External, answered over host1 -> web:8080/tcp")]
    [InlineData("flushed", "policy", "CN8004", "policy of ip filter FORWARD", "External -> web:8080/tcp")]
    [InlineData("healthy", "rule", "CN8004", "rules of ip filter DOCKER-USER", "External -> web:8080/tcp")]
    [InlineData("healthy", "image", "CN8002", "image of shop", "External -> shop:8090/tcp")]
    [InlineData("healthy", "userland-proxy", "CN8003", "docker userland proxy", "Loopback -> web:8080/tcp")]
    [InlineData("zone", "zone-closed", "CN8004", "firewalld zone public", "External -> direct:9000/tcp on the host's network")]
    [InlineData("zone", "zone-of-uplink", "CN8004", "firewalld zone of <uplink>", "External -> direct:9000/tcp on the host's network")]
    public void DifferenceThatMatters_ComesFirst(string reference, string other, string code, string fact, string path)
    {
        IReadOnlyList<SnapshotDifference> differences = Compare(reference, other);

        SnapshotDifference first = differences[0];
        Assert.Equal((code, fact), (first.Code, first.Fact));
        Assert.Contains(first.Breaks, b => b.Path == path && b is { ReferenceVerdict: PathVerdict.Delivered, Verdict: not PathVerdict.Delivered });
        Assert.All(differences.Skip(1).Where(d => d.Breaks.Count > 0), d => Assert.True(d.CausedBy == first.Fact, $"{d} breaks {d.Breaks[0]}"));
        Assert.True(differences.Count(d => d.Breaks.Count == 0) >= Unimportant, "the others were not there");
    }

    /// <summary>What does not matter breaks nothing by itself either.</summary>
    [LabFact]
    public void UnimportantDifferences_BreakNothing()
    {
        IReadOnlyList<SnapshotDifference> differences = Compare("healthy", "unimportant");
        Assert.True(differences.Count >= Unimportant);
        Assert.All(differences, d => Assert.Empty(d.Breaks));
    }

    /// <summary>Docker 28 drops what is sent to containers at their own addresses; that is its version, and no rule of somebody.</summary>
    [LabFact]
    public void OtherGenerationOfDocker_ComesFirstWithWhatItsRulesChange()
    {
        IReadOnlyList<SnapshotDifference> differences = Compare("Trixie", "Forky");
        Assert.Equal(("CN8003", "docker version"), (differences[0].Code, differences[0].Fact));
        Assert.Contains(differences[0].Breaks, b => b.Path == "External -> web:80/tcp at its own address");
    }

    /// <summary>The rules of 20.10 and 26.1 say the same: nothing that clients send fares otherwise.</summary>
    [LabFact]
    public void GenerationWithTheSameRules_ComesFirstAndBreaksNothing()
    {
        IReadOnlyList<SnapshotDifference> differences = Compare("Bookworm", "Trixie");
        Assert.Equal(("CN8003", "docker version"), (differences[0].Code, differences[0].Fact));
        Assert.All(differences, d => Assert.Empty(d.Breaks));
    }

    private IReadOnlyList<SnapshotDifference> Compare(string reference, string other)
    {
        IReadOnlyList<SnapshotDifference> differences = hosts.Compare(reference, other);
        foreach (SnapshotDifference difference in differences)
        {
            output.WriteLine($"{difference.Rank} {difference.Code} {difference.Fact}: {difference.Breaks.Count} paths, {difference.CausedBy}");
        }

        return differences;
    }
}
