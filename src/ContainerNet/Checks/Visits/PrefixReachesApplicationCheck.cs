using ContainerNet.Findings;
using ContainerNet.Model.Visits;

namespace ContainerNet.Checks.Visits;

/// <summary>An application that knows only / gets the path with the prefix of the ingress, and answers 404.</summary>
internal sealed class PrefixReachesApplicationCheck : IVisitCheck
{
    public FindingDescriptor Reports { get; } = new(
        "CN7001", "The application gets a prefix that it does not know", Severity.Error,
        "The application gets {0} with the prefix {1}, and answers {2}{3}.");

    public VisitFault? Run(Visit visit)
    {
        VisitStep[] steps = [.. visit.Steps.Where(s => IsHit(visit, s))];
        if (steps is not [{ } first, ..])
        {
            return null;
        }

        string otherwise = visit.Otherwise(first) is { } shown ? $"; at {shown.Target} it answers {shown.Seen}" : "";
        return new VisitFault(first.Number, Reports.About(visit.Subject(), first.Target!, visit.Prefix, first.Seen, otherwise) with
        {
            Evidence = visit.Evidence(steps),
            Remedy = $"{VisitWords.OwnOption} {visit.Prefix}. Otherwise have the prefix cut off: path: {visit.Prefix}(/|$)(.*) with pathType: ImplementationSpecific, "
                + $"and {VisitWords.Annotations}rewrite-target: /$2",
        });
    }

    private static bool IsHit(Visit visit, VisitStep step) =>
        step.HasFailed() && visit.Prefix != "/" && !step.IsOfIngress && step.Status is not (401 or 403)
        && step.Target is { } target && Visit.IsBelow(target.Split('?')[0], visit.Prefix)
        && (visit.ReachesApplication ? visit.Otherwise(step) is { Turn: VisitTurn.Application } : step.Kind is VisitKind.Page or VisitKind.Redirect && step.Status == 404);
}
