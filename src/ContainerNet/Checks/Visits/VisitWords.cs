using ContainerNet.Findings;
using ContainerNet.Model.Visits;

namespace ContainerNet.Checks.Visits;

/// <summary>What findings of visits have in common.</summary>
internal static class VisitWords
{
    private const int Shown = 8;

    /// <summary>The option of the application that would mend it without any rewriting.</summary>
    public const string OwnOption = "Where the application has an option for the path that it stands under (base path, root path, public URL, context path), set it to";

    /// <summary>The annotations of ingress-nginx.</summary>
    public const string Annotations = "nginx.ingress.kubernetes.io/";

    /// <summary>"application under shop.test/app".</summary>
    public static string Subject(this Visit visit) => $"application under {visit.Page.Authority}{visit.Prefix}";

    /// <summary>The steps with the ones that show what would come otherwise, as evidence; the first few.</summary>
    public static IReadOnlyList<Evidence> Evidence(this Visit visit, IReadOnlyCollection<VisitStep> steps)
    {
        Evidence[] all = [.. steps.SelectMany(s => (VisitStep[])[s, .. Chain(visit, s)]).Select(s => new Evidence { Source = $"step {s.Number}", Value = Text(s) })];
        return all.Length <= Shown ? all : [.. all.Take(Shown), new Evidence { Source = "and more", Value = $"{all.Length - Shown}" }];
    }

    /// <summary>Did a step come to the application when it was asked otherwise?</summary>
    public static bool ReachedOtherwise(this Visit visit, VisitStep step) => visit.Otherwise(step) is not null;

    /// <summary>Did it fail as a browser meets it?</summary>
    public static bool HasFailed(this VisitStep step) => step is { State: VisitState.Failed, InPlaceOf: null };

    /// <summary>The first paths, and how many more there are.</summary>
    public static string Paths(IEnumerable<VisitStep> steps)
    {
        string[] paths = [.. steps.Select(s => s.Url.AbsolutePath).Distinct(StringComparer.Ordinal)];
        return string.Join(", ", paths.Take(3)) + (paths.Length > 3 ? $" and {paths.Length - 3} more" : "");
    }

    private static IEnumerable<VisitStep> Chain(Visit visit, VisitStep step)
    {
        for (VisitStep? next = visit.Otherwise(step); next is not null; next = visit.Otherwise(next))
        {
            yield return next;
        }
    }

    private static string Text(VisitStep step)
    {
        string how = step.Turn switch
        {
            VisitTurn.UnderPrefix => " below the prefix",
            VisitTurn.Application => $" of the application itself as {step.Target}",
            VisitTurn.WithCookies => " with the cookie",
            VisitTurn.OtherSlash => " with the other slash",
            _ => step.Target is { } target ? $", passed on as {target}" : "",
        };
        string by = step.IsOfIngress && step.Turn == VisitTurn.Browser ? ", answered by the ingress" : "";
        string withheld = step.CookiesWithheld.Count > 0 ? $"; cookie {string.Join("; cookie ", step.CookiesWithheld.Take(2))}" : "";
        return $"{step.Kind} {step.Url}{how}: {step.Seen}{(step.RedirectTo is { } to ? $" to {to}" : "")}{by}{withheld}";
    }
}
