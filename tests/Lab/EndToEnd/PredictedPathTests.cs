using System.Globalization;
using ContainerNet.Lab.Hosts;
using Xunit.Abstractions;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>Predicted is observed: on real hosts, every published port from every vantage, and every line of the table of
/// traces, is predicted from facts, sent and followed through the kernel.</summary>
/// <param name="hosts">The hosts.</param>
/// <param name="output">Takes the sums.</param>
[Collection(TraceCollection.Name)]
public sealed class PredictedPathTests(TraceHosts hosts, ITestOutputHelper output)
{
    private const string Any = "-";

    /// <summary>The lines of the table that a probe of ours can send.</summary>
    public static TheoryData<Suite, string> Lines()
    {
        TheoryData<Suite, string> lines = [];
        foreach (object[] line in TraceTable.Lines)
        {
            if (!TraceTable.Find((string)line[1]).Client)
            {
                lines.Add((Suite)line[0], (string)line[1]);
            }
        }

        return lines;
    }

    /// <summary>Docker beside firewalld, as every release writes it.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task EveryPortFromEveryVantage_WithFirewalld_GoesAsPredicted(Suite suite) =>
        AssertSame(await AgreeAsync(await hosts.OfAsync(suite), Any, Any, Any), atLeast: 24);

    /// <summary>The table of traces.</summary>
    /// <param name="suite">Which Debian.</param>
    /// <param name="name">A line of the table.</param>
    [LabTheory]
    [MemberData(nameof(Lines))]
    public async Task LineOfTheTable_GoesAsPredicted(Suite suite, string name)
    {
        TraceCase line = TraceTable.Find(name);
        LabHost host = await hosts.OfAsync(suite);

        List<ReportedAgreement> lines = await TraceHosts.WithAsync(
            host, line, () => AgreeAsync(host, line.From, line.To, Text(line.Port)));
        if (name == "legacy-drop")
        {
            // Whether iptables-legacy or nf_tables is asked first at the same priority is in no fact: the verdict must be right.
            Assert.All(lines, l => Assert.Equal(l.Observed, l.Predicted));
            return;
        }

        AssertSame(lines, atLeast: 1);
    }

    /// <summary>Other writers of rules, each on a host of its own: Docker alone, ufw, and Podman's netavark.</summary>
    /// <param name="suite">Which Debian.</param>
    /// <param name="fault">What is done to the host after it is healthy.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm, "")]
    [InlineData(Suite.Trixie, "")]
    [InlineData(Suite.Forky, "")]
    [InlineData(Suite.Bookworm, "ufw")]
    [InlineData(Suite.Trixie, "ufw")]
    [InlineData(Suite.Forky, "ufw")]
    [InlineData(Suite.Trixie, "netavark")]
    [InlineData(Suite.Forky, "netavark")]
    public async Task EveryPortFromEveryVantage_GoesAsPredicted(Suite suite, string fault)
    {
        await using LabHost host = await LabHost.StartAsync(suite);
        await host.InjectAsync("healthy");
        if (fault.Length > 0)
        {
            await host.InjectAsync(fault);
        }

        AssertSame(await AgreeAsync(host, Any, Any, Any), atLeast: 24);
    }

    private static async Task<List<ReportedAgreement>> AgreeAsync(LabHost host, string from, string to, string port)
    {
        await using LabProgram program = host.Start(
            "dotnet", "/opt/containernet/tracer/ContainerNet.Tracer.dll", "agree", from, to, port, Any);
        await TraceHosts.ReadyAsync(program);
        List<ReportedAgreement> lines = [];
        while (await program.ReadLineAsync() is string line)
        {
            lines.Add(ReportedAgreement.Read(line));
        }

        (await program.EndAsync(TimeSpan.FromSeconds(10))).EnsureSuccess();
        return lines;
    }

    private void AssertSame(List<ReportedAgreement> lines, int atLeast)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{lines.Count} paths, {lines.Count(l => l.Agreement == "Same")} as predicted"));
        Assert.True(lines.Count >= atLeast, $"only {lines.Count} paths");
        Assert.True(lines.TrueForAll(IsAsPredicted), string.Join('\n', lines.Where(l => !IsAsPredicted(l))));
    }

    /// <summary>What another machine answers is in no facts of the host: the way there must be the same, and is.</summary>
    private static bool IsAsPredicted(ReportedAgreement line) => line.Agreement == "Same"
        || (line is { Agreement: "Undecided", Differences.Count: 0, Predicted: "Delivered" }
            && line.Notes.Any(n => n.Contains("is not among the facts of this host", StringComparison.Ordinal)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
