using ContainerNet.Findings;
using ContainerNet.Model.Visits;

namespace ContainerNet.Checks.Visits;

/// <summary>Pages name scripts, styles, pictures and data by paths that no path of the ingress covers.</summary>
internal sealed class AssetsOutsideCheck : IVisitCheck
{
    public FindingDescriptor Reports { get; } = new(
        "CN7003", "Parts of the page are asked for outside the prefix", Severity.Error, "The page asks for {0} outside {1}: {2}.");

    public VisitFault? Run(Visit visit)
    {
        VisitStep[] steps = [.. visit.Steps.Where(s => IsHit(visit, s))];
        if (steps is not [{ } first, ..])
        {
            return null;
        }

        string folder = first.Url.AbsolutePath.IndexOf('/', 1) is > 0 and int end ? first.Url.AbsolutePath[..end] : first.Url.AbsolutePath;
        return new VisitFault(first.Number, Reports.About(visit.Subject(), VisitWords.Paths(steps), visit.Prefix, first.Seen) with
        {
            Evidence = visit.Evidence(steps),
            Remedy = $"{VisitWords.OwnOption} {visit.Prefix} (for assets it is also called public path or asset prefix). Otherwise give the same service a path {folder} of its own, "
                + "in an Ingress without a rewrite, or give the application a host of its own.",
        });
    }

    private static bool IsHit(Visit visit, VisitStep step) =>
        step.HasFailed() && visit.IsOutside(step.Url) && step.Kind is not (VisitKind.Page or VisitKind.Redirect or VisitKind.WebSocket)
        && !(step.NamedBy is int from && visit.Steps[from - 1].RedirectTo is not null) && visit.ReachedOtherwise(step);
}
