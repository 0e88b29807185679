using ContainerNet.Findings;
using ContainerNet.Model.Visits;

namespace ContainerNet.Checks.Visits;

/// <summary>The path of a WebSocket comes to no location of the ingress, or to the application as one that it does not know: close code 1006.</summary>
internal sealed class WebSocketUnmatchedCheck : IVisitCheck
{
    public FindingDescriptor Reports { get; } = new(
        "CN7005", "The path of a WebSocket does not come to the application", Severity.Error, "The WebSocket {0} closes with 1006: {1}{2}.");

    public VisitFault? Run(Visit visit)
    {
        VisitStep[] steps = [.. visit.Steps.Where(s => IsHit(visit, s))];
        if (steps is not [{ } first, ..])
        {
            return null;
        }

        VisitStep? shown = visit.Otherwise(first);
        string otherwise = shown is null ? "" : shown.Turn switch
        {
            VisitTurn.Application => $"; the application upgrades {shown.Target}",
            _ => $"; {shown.Url.AbsolutePath} is upgraded",
        };
        string own = shown?.Target?.Split('?')[0] ?? first.Url.AbsolutePath;
        return new VisitFault(first.Number, Reports.About(visit.Subject(), first.Url.AbsolutePath, Why(visit, first), otherwise) with
        {
            Evidence = visit.Evidence(steps),
            Remedy = visit.IsOutside(first.Url)
                ? $"{VisitWords.OwnOption} {visit.Prefix}, or the option for the address of its WebSocket. Otherwise give the same service a path {own} of its own, in an Ingress without a rewrite."
                : $"Have the ingress take {first.Url.AbsolutePath} and pass it on as {own}: such as path: {(visit.Prefix == "/" ? "" : visit.Prefix)}(/|$)(.*) with pathType: "
                    + $"ImplementationSpecific and {VisitWords.Annotations}rewrite-target: /$2. A path that ends in a slash takes no request without it.",
        });
    }

    private static bool IsHit(Visit visit, VisitStep step) =>
        step is { Kind: VisitKind.WebSocket, Status: not (401 or 403) } && step.HasFailed() && !IsPrefixAlone(visit, step)
        && (visit.ReachedOtherwise(step) || (!visit.ReachesApplication && step is { IsOfIngress: true, Status: 404 }));

    /// <summary>Would it be upgraded if only the prefix were cut off? That is another fault.</summary>
    private static bool IsPrefixAlone(Visit visit, VisitStep step) => visit.Prefix != "/" && !step.IsOfIngress
        && step.Target is { } target && Visit.IsBelow(target.Split('?')[0], visit.Prefix) && visit.Otherwise(step) is { Turn: VisitTurn.Application } shown
        && shown.Target == target[visit.Prefix.Length..];

    private static string Why(Visit visit, VisitStep step) => visit.IsOutside(step.Url) ? $"it is outside {visit.Prefix} ({step.Status})"
        : step.IsOfIngress ? $"no path of the ingress takes it ({step.Status})"
        : $"it comes to the application as {step.Target ?? "another path"}, which answers {step.Status}";
}
