using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>The table of faults on trixie.</summary>
/// <param name="runs">Shared by the tests of the class.</param>
public sealed class TrixieFaultTests(FaultRuns runs) : FaultTests(Suite.Trixie, runs)
{
    /// <summary>The command line program names the fault first.</summary>
    /// <param name="fault">A line of the table.</param>
    [LabTheory]
    [MemberData(nameof(FaultTable.Trixie), MemberType = typeof(FaultTable))]
    public Task Diagnose_NamesTheFault(string fault) => DiagnoseNamesTheFaultAsync(fault);

    /// <summary>The cmdlet names the fault first.</summary>
    /// <param name="fault">A line of the table.</param>
    [PowerShellLabTheory]
    [MemberData(nameof(FaultTable.Trixie), MemberType = typeof(FaultTable))]
    public Task TestContainerNet_NamesTheFault(string fault) => TestContainerNetNamesTheFaultAsync(fault);
}
