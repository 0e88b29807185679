using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

public sealed class ConnectionTableFullCheckTests
{
    private static HostBuilder Table(string? count, string? maximum = "1000") => new HostBuilder().Web()
        .Setting("net.netfilter.nf_conntrack_count", count).Setting("net.netfilter.nf_conntrack_max", maximum);

    [Theory, Fault("CN1006")]
    [InlineData("1000", Severity.Error)]
    [InlineData("1003", Severity.Error)]
    [InlineData("999", Severity.Warning)]
    [InlineData("900", Severity.Warning)]
    public void FullOrNearly_SaysHowMany(string count, Severity severity)
    {
        Finding finding = Table(count).First("CN1006");

        Assert.Equal((severity, true), (finding.Severity, finding.Repairable));
        Assert.StartsWith($"{count} of at most 1000 connections", finding.Message, StringComparison.Ordinal);
        Assert.StartsWith("sysctl -w net.netfilter.nf_conntrack_max=2000\n", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Counters_AreEvidence()
    {
        ConnectionCounters counters = new() { Dropped = 7, EvictedEarly = 2, InsertFailed = 1 };

        Assert.Contains(
            Table("1000").With(s => s with { ConnectionCounters = counters }).First("CN1006").Evidence,
            e => e.Value == "drop 7, early_drop 2, insert_failed 1");
    }

    [Theory, NearMiss("CN1006")]
    [InlineData("899", "1000")]
    [InlineData("0", "1000")]
    [InlineData("1000", "0")]
    [InlineData("1", "9223372036854775807")]
    public void RoomLeftOrNoMaximum_IsSilent(string count, string maximum) => Table(count, maximum).HasNot("CN1006");

    [Theory]
    [InlineData(null, "1000")]
    [InlineData("1000", null)]
    [InlineData("many", "1000")]
    [InlineData("-1", "-1")]
    public void NumbersThatWereNotRead_ProveNothing(string? count, string? maximum) => Table(count, maximum).HasNot("CN1006");

    [Fact, NearMiss("CN1006")]
    public void HostWithoutAnEngine_IsNotAsked() => Table("1000").With(s => s with { Engines = [] }).HasNot("CN1006");
}
