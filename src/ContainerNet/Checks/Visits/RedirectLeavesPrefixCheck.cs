using ContainerNet.Findings;
using ContainerNet.Model.Visits;

namespace ContainerNet.Checks.Visits;

/// <summary>An application redirects to a path outside its prefix, where nobody or somebody else answers.</summary>
internal sealed class RedirectLeavesPrefixCheck : IVisitCheck
{
    public FindingDescriptor Reports { get; } = new(
        "CN7002", "A redirect leaves the prefix", Severity.Error, "The application redirects from {0} to {1}, which is outside {2}: {3}.");

    public VisitFault? Run(Visit visit)
    {
        VisitStep[] steps = [.. visit.Steps.Where(s => IsHit(visit, s))];
        if (steps is not [{ } first, ..])
        {
            return null;
        }

        VisitStep from = visit.Steps[first.NamedBy!.Value - 1];
        string what = first.Status is null && first.State == VisitState.Failed && first.Detail.Length > 0 ? first.Detail : $"{first.Seen}{(first.IsOfIngress ? " of the ingress" : "")}";
        VisitStep[] froms = [.. steps.Select(s => visit.Steps[s.NamedBy!.Value - 1])];
        return new VisitFault(first.Number, Reports.About(visit.Subject(), from.Url.AbsolutePath, first.Url.AbsolutePath, visit.Prefix, what) with
        {
            Evidence = visit.Evidence([.. froms.Concat(steps).DistinctBy(s => s.Number).OrderBy(s => s.Number).Where(s => s.InPlaceOf is null || froms.Contains(s))]),
            Remedy = $"{VisitWords.OwnOption} {visit.Prefix}. Otherwise write {VisitWords.Annotations}proxy-redirect-from: {From(from)} and "
                + $"{VisitWords.Annotations}proxy-redirect-to: {visit.Prefix}/",
        });
    }

    private static bool IsHit(Visit visit, VisitStep step) =>
        step.HasFailed() && visit.IsOutside(step.Url) && step.Kind != VisitKind.WebSocket && step.NamedBy is int from && visit.Steps[from - 1] is { RedirectTo: not null, IsOfIngress: false }
        && visit.ReachedOtherwise(step);

    /// <summary>What the Location begins with: a slash, or the address of the host.</summary>
    private static string From(VisitStep step) => step.RedirectTo!.StartsWith('/') ? "/"
        : Uri.TryCreate(step.RedirectTo, UriKind.Absolute, out Uri? url) ? $"{url.GetLeftPart(UriPartial.Authority)}/" : "/";
}
