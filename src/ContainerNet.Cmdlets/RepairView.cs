using System.Management.Automation;
using ContainerNet.Repairs;

namespace ContainerNet.Cmdlets;

/// <summary>Which table a repair is shown in.</summary>
internal static class RepairView
{
    private const string Journal = "ContainerNet.Repairs.RepairResult#Journal";

    /// <summary>With its identifier, which the other cmdlet needs; the table of what was just repaired has no room for it.</summary>
    public static PSObject OfJournal(RepairResult result)
    {
        PSObject shown = new(result);
        shown.TypeNames.Insert(0, Journal);
        return shown;
    }
}
