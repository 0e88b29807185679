using ContainerNet.Checks.Visits;
using ContainerNet.Model.Visits;

namespace ContainerNet.Cmdlets;

/// <summary>What the views of Test-IngressRoute call.</summary>
public static class VisitDisplay
{
    // Step, Kind, Expected and Status with the blanks between them.
    private const int Before = 4 + 1 + 11 + 1 + 10 + 1 + 13 + 1;

    /// <summary>The number of the step, and of the one in whose place it stands.</summary>
    public static string Step(IngressRouteTest row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Step == 0 ? "" : row.InPlaceOf is null ? $"{row.Step}" : $"+{row.Step}";
    }

    /// <summary>What came, in its colour.</summary>
    public static string Status(IngressRouteTest row)
    {
        ArgumentNullException.ThrowIfNull(row);
        string word = row.Kind != VisitKind.Verdict ? Display.Fit(row.Status, 13) : row.State switch { VisitState.Passed => "passes", VisitState.Failed => "fails", _ => "unknown" };
        string colour = row.State switch { VisitState.Passed => Display.Green, VisitState.Failed => Display.Red, _ => Display.Yellow };
        return $"{colour}{word}{Display.Reset}";
    }

    /// <summary>What is asked for, who takes it, and why it ends so, under each other.</summary>
    public static string Story(IngressRouteTest row)
    {
        ArgumentNullException.ThrowIfNull(row);
        IEnumerable<string> lines = row.Kind == VisitKind.Verdict
            ? [row.Reason, .. row.Findings.Select(f => $"{f.Code} {f.Title}"), row.NotAsked.Count > 0 ? $"not asked, of other hosts: {string.Join(", ", row.NotAsked.Take(3))}" : ""]
            : [row.Url, row.Target is null ? "" : $"as {row.Target}{(row.Upstream.Length > 0 ? $" to {row.Upstream}" : "")}", row.Reason];
        return Display.Lines(lines.Where(l => l.Length > 0), Before);
    }

    /// <summary>The findings, each with what mends it.</summary>
    public static string Findings(IngressRouteTest row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Display.Lines(row.Findings.Select(f => $"{f.Code} {f.Message}\n{f.Remedy}"), 12);
    }
}
