using ContainerNet.Model.Visits;

namespace ContainerNet.Paths.Visits;

/// <summary>What the steps of a visit say of the application behind it.</summary>
internal sealed class VisitNeedsOf(Uri page, string prefix, IReadOnlyList<VisitStep> steps)
{
    /// <summary>What it wants.</summary>
    /// <param name="answersBelow">Does the application answer below the prefix?</param>
    /// <param name="redirects">Where it sends its clients outside the prefix.</param>
    /// <param name="cookiePaths">Paths of its cookies.</param>
    public VisitNeeds Needs(bool answersBelow, IEnumerable<string> redirects, IEnumerable<string> cookiePaths)
    {
        string[] left = [.. redirects.Where(IsOfApplication)];
        string[] assets = [.. Named(s => s.Kind is not (VisitKind.Page or VisitKind.Redirect or VisitKind.WebSocket))];
        return new VisitNeeds
        {
            Page = page,
            Prefix = prefix,

            // An application that answers everything with its page knows no prefix.
            KnowsPrefix = answersBelow && left.Length == 0 && assets.Length == 0,
            Redirects = Sorted(left),
            Assets = Sorted(assets),
            CookiePaths = Sorted(cookiePaths.Where(p => !Visit.IsBelow(prefix == "/" ? "/" : $"{prefix}/", p.Length > 1 ? p.TrimEnd('/') : p))),
            WebSockets = Sorted(steps.Where(s => s.Kind == VisitKind.WebSocket && s.InPlaceOf is null).Select(Own)),
        };
    }

    private static IReadOnlyList<string> Sorted(IEnumerable<string> paths) => [.. paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Paths outside the prefix that the application means itself.</summary>
    private IEnumerable<string> Named(Func<VisitStep, bool> wanted) => steps
        .Where(s => wanted(s) && s.InPlaceOf is null && !Visit.IsBelow(s.Url.AbsolutePath, prefix)).Select(s => s.Url.AbsolutePath).Where(IsOfApplication);

    /// <summary>Is a path outside the prefix one of this application? So where it fails, and where the same service answers.</summary>
    private bool IsOfApplication(string path)
    {
        string service = steps[0].Upstream;
        return steps.FirstOrDefault(s => s.InPlaceOf is null && s.Url.AbsolutePath == path) is not { State: not VisitState.Failed } step
            || (step.State == VisitState.Passed && step.Upstream.Length > 0 && step.Upstream == service);
    }

    /// <summary>The path of a WebSocket as the application knows it.</summary>
    private string Own(VisitStep step)
    {
        VisitStep shown = step;
        for (int i = 0; i < steps.Count && steps.FirstOrDefault(s => s.InPlaceOf == shown.Number) is { } next; i++)
        {
            shown = next;
        }

        string path = shown.Url.AbsolutePath;
        return shown.State == VisitState.Passed && shown.Target is { } target ? target.Split('?')[0]
            : prefix != "/" && path != prefix && Visit.IsBelow(path, prefix) ? path[prefix.Length..] : path;
    }
}
