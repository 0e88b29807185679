using ContainerNet.Paths.Requests;
using ContainerNet.Probes.Proxies;

namespace ContainerNet.Cmdlets;

/// <summary>What the views of Test-ProxyRoute call.</summary>
public static class RouteDisplay
{
    // Step, Expected and Status with the blanks between them.
    private const int Before = 11 + 1 + 10 + 1 + 11 + 1;

    /// <summary>What was seen, in its colour.</summary>
    public static string Status(ProxyRouteTest step)
    {
        ArgumentNullException.ThrowIfNull(step);
        string status = step.Parting is { } part ? Word(part) : Display.Line(step.Status);
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
        return Display.Fit(step.Expected, 10);
    }

    /// <summary>What is asked for, who takes it, and why it ends so, under each other.</summary>
    public static string Story(ProxyRouteTest step)
    {
        ArgumentNullException.ThrowIfNull(step);
        IEnumerable<string> lines = step.Step == RouteStep.Verdict
            ? [step.Parting is null or RouteParting.None ? step.Reason : $"{step.Parting}: {step.Reason}", .. step.Findings.Select(f => $"{f.Code} {f.Title}")]
            : [step.Url, step.Step == RouteStep.Proxy ? step.Location : "", step.Reason];
        return Display.Lines(lines.Where(l => l.Length > 0), Before);
    }

    /// <summary>The findings, each with what mends it.</summary>
    public static string Findings(ProxyRouteTest step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Display.Lines(step.Findings.Select(f => $"{f.Code} {f.Message}\n{f.Remedy}"), 12);
    }

    /// <summary>Some names of partings are longer than the column, and stand before the reason.</summary>
    private static string Word(RouteParting parting) => parting switch
    {
        RouteParting.None => "passes",
        RouteParting.Unknown => "unknown",
        _ => "parts",
    };
}
