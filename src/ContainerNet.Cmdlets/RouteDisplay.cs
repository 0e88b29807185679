using ContainerNet.Paths.Requests;
using ContainerNet.Probes.Proxies;

namespace ContainerNet.Cmdlets;

/// <summary>What the views of Test-ProxyRoute call.</summary>
public static class RouteDisplay
{
    // Step, Expected and Status with the blanks between them.
    private const int Before = 12 + 1 + 12 + 1 + 14 + 1;

    /// <summary>What was seen, in its colour.</summary>
    public static string Status(ProxyRouteTest step)
    {
        ArgumentNullException.ThrowIfNull(step);
        string status = Display.Line(step.Status);
        string colour = step.Parting switch
        {
            RouteParting.None => Display.Green,
            RouteParting.Unknown => Display.Yellow,
            not null => Display.Red,
            _ when status is "connected" or ['1' or '2' or '3', _, _] => Display.Green,
            _ when status is "unknown" => Display.Yellow,
            _ => Display.Red,
        };
        return status.Length == 0 ? "-" : $"{colour}{status}{Display.Reset}";
    }

    /// <summary>What the facts let expect; for the verdict nothing.</summary>
    public static string Expected(ProxyRouteTest step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Display.Fit(step.Expected, 12);
    }

    /// <summary>What is asked for, who takes it, and why it ends so, under each other.</summary>
    public static string Story(ProxyRouteTest step)
    {
        ArgumentNullException.ThrowIfNull(step);
        IEnumerable<string> lines = step.Step == RouteStep.Verdict
            ? [step.Reason, .. step.Findings.Select(f => $"{f.Code} {f.Title}")]
            : [step.Url, step.Step == RouteStep.Proxy ? step.Location : "", step.Reason];
        return Display.Lines(lines.Where(l => l.Length > 0), Before);
    }

    /// <summary>Where the answers part, as the last step says.</summary>
    public static string Findings(ProxyRouteTest step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Display.Lines(step.Findings.Select(f => $"{f.Code} {f.Message}\n{f.Remedy}"), 12);
    }
}
