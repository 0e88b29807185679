using System.Net;
using System.Text;
using ContainerNet.Checks;
using ContainerNet.Model;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Collection;

/// <summary>A redacted snapshot gives the codes and verdicts of the original, and tells none of its names.</summary>
public sealed class SnapshotRedactionTests
{
    public static TheoryData<string> Files()
    {
        string fixtures = Repository.Path("tests", "Fixtures");
        return [.. new[] { "snapshots", "hosts" }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(fixtures, f), "*.json", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(fixtures, f)).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void RedactedHost_GivesTheSameCodesAndVerdicts(string file)
    {
        Snapshot before = SnapshotJson.Read(File.ReadAllBytes(Repository.Path("tests", "Fixtures", file)), file);
        for (byte key = 0; key < 3; key++)
        {
            byte[] json = new SnapshotRedaction(before, [key]).Apply(SnapshotJson.Write(before));
            Snapshot after = SnapshotJson.Read(json, "redacted");
            Assert.Equal(Codes(before), Codes(after));
            Assert.Equal(Verdicts(before), Verdicts(after));
            Tells(before, Encoding.UTF8.GetString(json));
        }
    }

    [Theory]
    [InlineData("docker-20.10")]
    [InlineData("docker-28.5")]
    [InlineData("podman-5.4")]
    public async Task RecordedHost_GivesTheSameCodes(string fixture)
    {
        Snapshot before = await new SnapshotCollector(RecordedHosts.Load(fixture)).CollectAsync(CancellationToken.None);
        Assert.Equal(Codes(before), Codes(SnapshotJson.Read(SnapshotJson.WriteRedacted(before), "redacted")));
    }

    [Fact]
    public void AddressesKeepTheirNetworksOrderAndMeaning()
    {
        AddressDisguise disguise = new([IPNetwork.Parse("10.20.0.0/16"), IPNetwork.Parse("10.20.30.0/24"), IPNetwork.Parse("fd12:3456::/48")], [1, 2, 3]);
        foreach (string kept in (string[])["127.0.0.1", "0.0.0.0", "::", "::1", "224.0.0.1", "255.255.255.255", "192.0.2.7", "2001:db8::7", "ff02::1", "169.254.1.2", "10.0.2.2"])
        {
            Assert.Equal(kept, disguise.Of(IPAddress.Parse(kept)).ToString());
        }

        IPAddress one = disguise.Of(IPAddress.Parse("10.20.30.1"));
        Assert.NotEqual("10.20.30.1", one.ToString());
        Assert.StartsWith("10.", one.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(".30.1", one.ToString(), StringComparison.Ordinal);
        Assert.True(disguise.Of(IPNetwork.Parse("10.20.0.0/16")).Contains(one));
        Assert.True(disguise.Of(IPNetwork.Parse("10.20.30.0/24")).Contains(one));
        Assert.False(disguise.Of(IPNetwork.Parse("10.21.0.0/16")).Contains(one));
        Assert.StartsWith("fd", disguise.Of(IPAddress.Parse("fd12:3456::9")).ToString(), StringComparison.Ordinal);
        IPAddress hardware = disguise.Of(IPAddress.Parse("fd12:3456::42:acff:fe11:2"));
        Assert.DoesNotContain("acff:fe11:2", hardware.ToString(), StringComparison.Ordinal);
        Assert.Equal("ff:ff:ff:ff:ff:ff", disguise.Hardware("ff:ff:ff:ff:ff:ff"));
        Assert.NotEqual("02:42:ac:11:00:02", disguise.Hardware("02:42:ac:11:00:02"));
    }

    private static void Tells(Snapshot before, string json)
    {
        foreach (string name in before.Containers.Select(c => c.Name).Append(before.Host.Name).Where(n => n is not "host"))
        {
            Assert.DoesNotContain($"\"{name}\"", json, StringComparison.Ordinal);
        }
    }

    private static List<string> Codes(Snapshot facts) =>
        [.. Diagnoser.Run(facts).Findings.Select(f => $"{f.Code} {f.Severity} {f.Role} {f.Port} {f.Repairable}").Order(StringComparer.Ordinal)];

    private static List<string> Verdicts(Snapshot facts) => [.. PredictedPaths.Of(facts)
        .Select(p => $"{p.Port} {p.Protocol} {p.Verdict} {p.Hops.Count}")];
}
