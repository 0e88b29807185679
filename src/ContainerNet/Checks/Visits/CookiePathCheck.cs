using ContainerNet.Findings;
using ContainerNet.Model.Visits;

namespace ContainerNet.Checks.Visits;

/// <summary>A cookie whose path does not cover the requests that need it, so that the browser withholds it.</summary>
internal sealed class CookiePathCheck : IVisitCheck
{
    public FindingDescriptor Reports { get; } = new(
        "CN7004", "The path of a cookie does not cover the requests that need it", Severity.Error,
        "The browser keeps a cookie with the path {0} from {1}, which answers {2} without it and {3} with it.");

    public VisitFault? Run(Visit visit)
    {
        VisitStep[] steps = [.. visit.Steps.Where(s => s.State == VisitState.Failed && s.UncoveringPaths.Count > 0
            && visit.Otherwise(s) is { } other && IsWithCookies(s, other))];
        if (steps is not [{ } first, ..])
        {
            return null;
        }

        string path = first.UncoveringPaths[0];
        string kept = path == "/" ? "/" : path.TrimEnd('/');
        return new VisitFault(first.Number, Reports.About(visit.Subject(), path, first.Url.AbsolutePath, first.Seen, visit.Otherwise(first)!.Seen) with
        {
            Evidence = visit.Evidence(steps),
            Remedy = $"{VisitWords.OwnOption} {visit.Prefix}, or the option for the path of its cookies. Otherwise write {VisitWords.Annotations}proxy-cookie-path: \"{kept} {visit.Prefix}\"",
        });
    }

    /// <summary>Cookies go along in a turn of their own, or in the turn that the step before had.</summary>
    private static bool IsWithCookies(VisitStep step, VisitStep other) =>
        other.CookiesSent.Count > step.CookiesSent.Count && other.Url == step.Url && other.Target == step.Target;
}
