using ContainerNet.Checks;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Cli;

public sealed class ReportTests
{
    private static readonly Palette s_plain = new(Colours: false);

    [Fact]
    public void Finding_IsShownWithEvidenceAndRemedy()
    {
        Finding finding = new()
        {
            Code = "CN3001",
            Title = "Chains gone",
            Severity = Severity.Error,
            Role = FindingRole.RootCause,
            Subject = "engine docker",
            Message = "They are gone.",
            Evidence = [new Evidence { Source = "iptables-save", Value = "no chain DOCKER" }],
            Remedy = "first line\nsecond line",
        };
        string text = Report.Of(Of([finding], []), Facts([]), s_plain);
        Assert.Equal(
            """
            host1: 1 error (0 containers, 0 networks)

            ERROR CN3001 Chains gone: engine docker
              They are gone.
              - iptables-save: no chain DOCKER
              > first line
                second line

            """,
            text);
    }

    [Fact]
    public void HostileText_CannotSteerTheTerminal()
    {
        Finding finding = new()
        {
            Code = "CN5001",
            Title = "t",
            Severity = Severity.Warning,
            Role = FindingRole.Latent,
            Subject = "container \e]0;owned\a",
            Message = "a\rb\u202ec\u009b2J",
        };
        string text = Report.Of(Of([finding], [Gap("\e[2J")]), Facts([]), s_plain);
        Assert.DoesNotContain(text, character => character != '\n' && (char.IsControl(character) || character == '\u202e'));
        Assert.Contains("\\u001b]0;owned\\u0007", text, StringComparison.Ordinal);
        Assert.Contains("latent", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_KeepTheSummaryFromBeingAnAllClear()
    {
        Assert.StartsWith("host1: no fault found in what could be read", Report.Of(Of([], [Gap("x", partial: true)]), Facts([]), s_plain), StringComparison.Ordinal);
        Assert.StartsWith("host1: no engine could be read", Report.Of(Of([], [Gap("x")]), Facts([Gap("x")]), s_plain), StringComparison.Ordinal);
        Assert.StartsWith("host1: no fault found (", Report.Of(Of([], []), Facts([]), s_plain), StringComparison.Ordinal);
    }

    private static Gap Gap(string reason, bool partial = false) =>
        new() { Facts = FactKinds.Engines, Source = "s", Reason = reason, Remedy = "r", Partial = partial };

    private static Diagnosis Of(IReadOnlyList<Finding> findings, IReadOnlyList<Gap> gaps) =>
        new() { Host = "host1", CollectedAt = DateTimeOffset.UnixEpoch, Findings = findings, Gaps = gaps };

    private static Snapshot Facts(IReadOnlyList<Gap> gaps) =>
        new() { Host = new HostInfo { Name = "host1" }, CollectedAt = DateTimeOffset.UnixEpoch, Gaps = gaps };
}
