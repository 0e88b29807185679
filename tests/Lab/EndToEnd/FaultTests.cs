using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>The table of faults on one Debian. A class of its own for each, so that two can run side by side.</summary>
/// <param name="suite">Which Debian.</param>
/// <param name="runs">Shared by the tests of the class.</param>
public abstract class FaultTests(Suite suite, FaultRuns runs) : IClassFixture<FaultRuns>
{
    private protected async Task DiagnoseNamesTheFaultAsync(string fault)
    {
        FaultCase line = FaultTable.Find(suite, fault);
        FaultRun run = await runs.RunAsync(suite, line);
        AssertNamed(line, Report.FromDiagnose(run.CommandLine));
    }

    private protected async Task TestContainerNetNamesTheFaultAsync(string fault)
    {
        FaultCase line = FaultTable.Find(suite, fault);
        FaultRun run = await runs.RunAsync(suite, line);
        Assert.NotNull(run.PowerShell);
        AssertNamed(line, Report.FromPowerShell(run.PowerShell));
    }

    private static void AssertNamed(FaultCase line, Report report)
    {
        ReportedFinding? first = report.AboveInfo.FirstOrDefault();
        string said = $"{report}{Environment.NewLine}{report.Asked}";
        if (line.Code is null)
        {
            Assert.True(first is null, $"{line.Fault}: nothing above Info was expected, but{Environment.NewLine}{said}");
            return;
        }

        Assert.True(first?.Code == line.Code, $"{line.Fault}: {line.Code} was expected first, but{Environment.NewLine}{said}");
        Assert.True(
            first.EvidenceText.Length > 0 && first.EvidenceText.Contains(line.Evidence ?? "", StringComparison.Ordinal),
            $"{line.Fault}: the evidence does not name '{line.Evidence}', but{Environment.NewLine}{said}");
    }
}
