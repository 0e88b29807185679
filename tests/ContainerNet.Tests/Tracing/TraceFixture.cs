using System.Globalization;

namespace ContainerNet.Tracing;

/// <summary>Captured trace messages; see tests/Fixtures/tracing/README.md.</summary>
internal static class TraceFixture
{
    public static TheoryData<string> Names => ["bookworm", "trixie", "forky", "odd"];

    public static byte[][] Messages(string name) =>
        [.. File.ReadLines(Path(name + ".hex")).Select(l => Convert.FromHexString(l))];

    public static IEnumerable<string> Lines(string name) => File.ReadLines(Path(name + ".nft"));

    /// <summary>Every message decoded.</summary>
    public static IReadOnlyList<TraceEvent> Decode(string name, TraceDecoder decoder)
    {
        List<TraceEvent> events = [];
        foreach (byte[] message in Messages(name))
        {
            Assert.True(decoder.TryDecode(message, out TraceEvent traced), Convert.ToHexString(message));
            events.Add(traced);
        }

        return events;
    }

    /// <summary>The line that nft prints for a rule or a policy, without the rule's text.</summary>
    public static string Line(TraceEvent traced, ChainNames chains)
    {
        ChainName chain = chains[traced.Chain];
        string verdict = traced.Verdict.ToString().ToLowerInvariant();
        string target = traced.JumpChain < 0 ? "" : " " + chains[traced.JumpChain].Chain;
        string what = traced.Type == TraceType.Policy ? $"policy {verdict}" : $"rule (verdict {verdict}{target})";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"trace id {traced.PacketId:x8} {chain.Family} {chain.Table} {chain.Chain} {what}");
    }

    private static string Path(string file) => Repository.Path("tests", "Fixtures", "tracing", file);
}
