using System.Text;
using System.Text.RegularExpressions;
using ContainerNet.Collection;
using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>A fact that is the same on two hosts changes nothing when it goes from one to the other, though all names and addresses are
/// other ones there.</summary>
public sealed partial class TransplantTests
{
    private static readonly HostCopy s_host = HostCopy.Of("one", Load(File.ReadAllText(Repository.Path("tests", "Fixtures", "snapshots", "walk-healthy.json"))));
    private static readonly HostCopy s_other = HostCopy.Of("other", Load(Renamed()));

    public static TheoryData<string> Facts() => [.. s_host.Sheet.Values.Keys.Select(k => k.ToString()).Order(StringComparer.Ordinal)];

    [Fact]
    public void OtherNamesAndAddresses_AreNoDifference()
    {
        Assert.NotEqual(s_host.Facts.Networks.Select(n => n.Bridge), s_other.Facts.Networks.Select(n => n.Bridge));
        Assert.Equal(s_host.Sheet.Values.OrderBy(v => v.Key.ToString(), StringComparer.Ordinal), s_other.Sheet.Values.OrderBy(v => v.Key.ToString(), StringComparer.Ordinal));
        Assert.Equal(Verdicts(s_host), Verdicts(s_other));
    }

    [Theory]
    [MemberData(nameof(Facts))]
    public void FactFromAHostThatIsAlike_ChangesNoVerdict(string fact)
    {
        FactKey key = s_host.Sheet.Values.Keys.First(k => k.ToString() == fact);
        foreach ((HostCopy from, HostCopy into) in new[] { (s_other, s_host), (s_host, s_other), (s_host, s_host) })
        {
            if (Transplant.Apply([key, .. Transplant.Closure(key, [.. from.Sheet.Values.Keys])], from, into) is { } mixed)
            {
                Assert.Equal(Verdicts(into), Verdicts(mixed));
            }
        }
    }

    [Fact]
    public void EveryTextOfARule_ComesBackFromItsRoles()
    {
        foreach (string text in s_host.Facts.Chains.SelectMany(c => c.Rules).Select(r => r.Text))
        {
            Assert.Equal(text, s_host.Roles.Meant(s_host.Roles.Said(text)));
            Assert.DoesNotContain("172.", s_host.Roles.Said(text), StringComparison.Ordinal);
            Assert.DoesNotContain("br-", s_host.Roles.Said(text), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("-d 172.99.0.7/32 -j DROP", "-d 172.99.0.7/32 -j DROP")]
    [InlineData("-s 10.0.0.1-10.0.0.9", "-s 10.0.0.1-10.0.0.9")]
    [InlineData("dockerish docker0x", "dockerish docker0x")]
    [InlineData("-i docker0 -o docker0", "-i <bridge bridge> -o <bridge bridge>")]
    [InlineData("iifname \"docker0\" accept", "iifname \"<bridge bridge>\" accept")]
    public void OnlyWholeNames_AreRoles(string text, string said) => Assert.Equal(said, s_host.Roles.Said(text));

    [Fact]
    public void RoleThatTheOtherHostHasNot_IsNoText()
    {
        Assert.Null(s_host.Roles.Meant("-d <nobody@bridge>/32 -j DROP"));
        Assert.Equal("a < b > c", s_host.Roles.Meant("a < b > c"));
    }

    private static List<string> Verdicts(HostCopy host) => [.. UsedPaths.Walk(host.Facts, host.Roles)
        .Select(p => $"{p.Key} {p.Value.Verdict}").Order(StringComparer.Ordinal)];

    private static Snapshot Load(string json) => SnapshotJson.Read(Encoding.UTF8.GetBytes(json), "test");

    /// <summary>The same host with other subnets, bridges, identifiers and an other address of its own.</summary>
    private static string Renamed()
    {
        string text = File.ReadAllText(Repository.Path("tests", "Fixtures", "snapshots", "walk-healthy.json"));
        text = BridgeName().Replace(text, m => $"br-{new string([.. m.Groups["id"].Value.Reverse()])}");
        return text.Replace("172.17.", "172.27.", StringComparison.Ordinal).Replace("172.18.", "172.28.", StringComparison.Ordinal)
            .Replace("172.19.", "172.29.", StringComparison.Ordinal).Replace("192.0.2.1", "192.0.2.9", StringComparison.Ordinal)
            .Replace("2001:db8:6:", "2001:db8:7:", StringComparison.Ordinal);
    }

    [GeneratedRegex("br-(?<id>[0-9a-f]{12})")]
    private static partial Regex BridgeName();
}
