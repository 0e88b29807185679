using System.Text;
using System.Text.Json.Nodes;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Collection;

public sealed class SnapshotJsonTests
{
    private static readonly Snapshot s_small = new()
    {
        Host = new HostInfo { Name = "a" },
        CollectedAt = DateTimeOffset.UnixEpoch,
        Links = [new Link { Index = 1, Name = "lo" }],
    };

    [Theory]
    [InlineData("docker-20.10")]
    [InlineData("docker-28.5")]
    [InlineData("podman-5.4")]
    public async Task RecordedHost_IsTheSameAfterWritingAndReading(string fixture)
    {
        Snapshot before = await new SnapshotCollector(RecordedHosts.Load(fixture)).CollectAsync(CancellationToken.None);
        byte[] written = SnapshotJson.Write(before);
        Snapshot after = SnapshotJson.Read(written, "test");
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(SnapshotJson.Write(after)));
        Assert.Equal(before.Containers.Count, after.Containers.Count);
        Assert.Equal(before.Containers[0].Endpoints[0].IPv4, after.Containers[0].Endpoints[0].IPv4);
        Assert.Equal(before.Networks.SelectMany(n => n.Subnets), after.Networks.SelectMany(n => n.Subnets));
        Assert.Equal(before.Chains.Sum(c => c.Rules.Count), after.Chains.Sum(c => c.Rules.Count));
        Assert.True(before.Chains.Count > 0 && before.Links.Count > 0 && before.Settings.Count > 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"Host\":{\"Name\":\"a\"}")]
    [InlineData("{\"Host\":null,\"CollectedAt\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("{\"Host\":{\"Name\":\"a\"},\"CollectedAt\":\"2026-01-01T00:00:00Z\",\"Containers\":null}")]
    [InlineData("{\"Host\":{\"Name\":\"a\"},\"CollectedAt\":\"2026-01-01T00:00:00Z\",\"Containers\":[null]}")]
    [InlineData("{\"Host\":{\"Name\":\"a\"},\"CollectedAt\":\"2026-01-01T00:00:00Z\",\"Chains\":[{\"Table\":{\"Backend\":\"Nftables\",\"Family\":\"ip\",\"Name\":\"x\"},\"Name\":\"y\",\"Rules\":[{},null]}]}")]
    [InlineData("{\"Host\":{\"Name\":\"a\"},\"CollectedAt\":\"yesterday\"}")]
    [InlineData("{\"Host\":{\"Name\":\"a\"},\"CollectedAt\":\"2026-01-01T00:00:00Z\",\"Addresses\":[{\"LinkIndex\":1,\"Address\":\"1.2.3.4.5\",\"PrefixLength\":8}]}")]
    [InlineData("{\"SchemaVersion\":\"one\",\"Host\":{\"Name\":\"a\"},\"CollectedAt\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("{\"SchemaVersion\":0,\"Host\":{\"Name\":\"a\"},\"CollectedAt\":\"2026-01-01T00:00:00Z\"}")]
    public void DamagedFile_IsUnreadable(string json) => Expect(json, "");

    [Fact]
    public void NewerFile_AsksForANewerProgram() => Expect(
        "{\"SchemaVersion\":2,\"Host\":{\"Name\":\"a\"},\"CollectedAt\":\"2026-01-01T00:00:00Z\",\"Future\":{}}",
        "use a newer ContainerNet");

    [Fact]
    public void DeeplyNestedFile_IsUnreadable() => Expect(new string('[', 100_000), "");

    [Fact]
    public void FileThatIsCutOffAnywhere_IsUnreadable()
    {
        byte[] whole = SnapshotJson.Write(s_small);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<ContainerNetException>(() => SnapshotJson.Read(whole.AsSpan(0, length), "x"));
        }
    }

    [Fact]
    public void UnknownProperties_AreLeftAside()
    {
        string text = Encoding.UTF8.GetString(SnapshotJson.Write(s_small));
        string newer = text.Replace("\"Host\":{", "\"New\":[1,{}],\"Host\":{\"New\":1,", StringComparison.Ordinal);
        Assert.NotEqual(text, newer);
        Assert.Equal(text, Encoding.UTF8.GetString(SnapshotJson.Write(SnapshotJson.Read(Encoding.UTF8.GetBytes(newer), "x"))));
    }

    [Theory]
    [InlineData("Containers")]
    [InlineData("Collected")]
    [InlineData("IsUp")]
    public void PropertyThatIsMissing_IsNoFact(string name)
    {
        JsonObject whole = JsonNode.Parse(SnapshotJson.Write(s_small))!.AsObject();
        Assert.True(whole.Remove(name) || whole["Links"]![0]!.AsObject().Remove(name));
        Expect(whole.ToJsonString(), name);
    }

    [Fact]
    public void MissingFile_IsNotFound()
    {
        using LinuxHost host = new();
        Assert.Equal(
            Problem.TargetNotFound,
            Assert.Throws<ContainerNetException>(() => SnapshotJson.Read(host, "/nowhere.json")).Problem);
    }

    private static void Expect(string json, string words)
    {
        ContainerNetException error = Assert.Throws<ContainerNetException>(
            () => SnapshotJson.Read(Encoding.UTF8.GetBytes(json), "host.json"));
        Assert.Equal((Problem.SnapshotUnreadable, "host.json"), (error.Problem, error.Target));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }
}
