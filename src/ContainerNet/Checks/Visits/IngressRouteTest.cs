using ContainerNet.Findings;
using ContainerNet.Model.Visits;

namespace ContainerNet.Checks.Visits;

/// <summary>One step of a visit through an ingress, or what all of them come to.</summary>
public sealed record IngressRouteTest
{
    /// <summary>The number of the step; 0 for the verdict.</summary>
    public required int Step { get; init; }

    /// <summary>What is asked for.</summary>
    public required VisitKind Kind { get; init; }

    /// <summary>How it was asked for: other than as a browser does only to see what comes after a step that failed.</summary>
    public VisitTurn Turn { get; init; }

    /// <summary>The step that failed, and in whose place this one stands; null for a step of the browser.</summary>
    public int? InPlaceOf { get; init; }

    /// <summary>The step whose answer named it; null for what the user named.</summary>
    public int? NamedBy { get; init; }

    /// <summary>The address, as the browser has it.</summary>
    public required string Url { get; init; }

    /// <summary>How it ended.</summary>
    public required VisitState State { get; init; }

    /// <summary>What a browser needs.</summary>
    public string Expected { get; init; } = "";

    /// <summary>What came: a status, a close code; the codes of the findings in the verdict.</summary>
    public string Status { get; init; } = "";

    /// <summary>The location of the ingress that takes it.</summary>
    public string Location { get; init; } = "";

    /// <summary>Who is asked.</summary>
    public string Upstream { get; init; } = "";

    /// <summary>Path and query as the application gets them; null where it gets none, and where that is not known.</summary>
    public string? Target { get; init; }

    /// <summary>Where the answer leads to.</summary>
    public string? RedirectTo { get; init; }

    /// <summary>The names of cookies that went along.</summary>
    public IReadOnlyList<string> CookiesSent { get; init; } = [];

    /// <summary>Cookies that did not, with the reason.</summary>
    public IReadOnlyList<string> CookiesWithheld { get; init; } = [];

    /// <summary>Why, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Addresses to which nothing was sent; the verdict has them.</summary>
    public IReadOnlyList<string> NotAsked { get; init; } = [];

    /// <summary>The faults; the verdict has them.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What the application wants of the path; null but for the verdict.</summary>
    public VisitNeeds? Needs { get; init; }

    /// <summary>A visit as one object a step, and the verdict last.</summary>
    public static IReadOnlyList<IngressRouteTest> Of(Visit visit, IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(visit);
        ArgumentNullException.ThrowIfNull(findings);
        return [.. visit.Steps.Select(Of), Verdict(visit, findings)];
    }

    private static IngressRouteTest Of(VisitStep step) => new()
    {
        Step = step.Number,
        Kind = step.Kind,
        Turn = step.Turn,
        InPlaceOf = step.InPlaceOf,
        NamedBy = step.NamedBy,
        Url = step.Url.AbsoluteUri,
        State = step.State,
        Expected = step.Expected,
        Status = step.Seen,
        Location = step.Location,
        Upstream = step.Upstream,
        Target = step.Target,
        RedirectTo = step.RedirectTo,
        CookiesSent = step.CookiesSent,
        CookiesWithheld = step.CookiesWithheld,
        Reason = string.Join("; ", ((string[])[How(step), step.Detail, .. step.CookiesWithheld.Select(c => $"cookie {c}")]).Where(w => w.Length > 0)),
    };

    private static string How(VisitStep step) => step.Turn switch
    {
        VisitTurn.UnderPrefix => $"in place of step {step.InPlaceOf}, below the prefix",
        VisitTurn.Application => $"in place of step {step.InPlaceOf}, of the application itself",
        VisitTurn.WithCookies => $"in place of step {step.InPlaceOf}, with the cookie",
        VisitTurn.OtherSlash => $"in place of step {step.InPlaceOf}, with the other slash",
        _ => step.RedirectTo is { } to ? $"to {to}" : step.IsOfIngress ? "answered by the ingress" : "",
    };

    private static IngressRouteTest Verdict(Visit visit, IReadOnlyList<Finding> findings)
    {
        VisitStep[] failed = [.. visit.Steps.Where(s => s is { State: VisitState.Failed, InPlaceOf: null })];
        bool isUnknown = visit.Incomplete.Length > 0 || visit.Steps.Any(s => s.State == VisitState.Unknown);
        string words = failed.Length == 0 ? $"{visit.Steps.Count} steps, none of which failed" : $"{failed.Length} of {visit.Steps.Count(s => s.InPlaceOf is null)} steps failed";
        return new IngressRouteTest
        {
            Step = 0,
            Kind = VisitKind.Verdict,
            Url = visit.Page.AbsoluteUri,
            State = failed.Length > 0 ? VisitState.Failed : isUnknown ? VisitState.Unknown : VisitState.Passed,
            Status = string.Join(", ", findings.Select(f => f.Code).Distinct(StringComparer.Ordinal)),
            Reason = $"{words}{(visit.Incomplete.Length > 0 ? $"; it ended early: {visit.Incomplete}" : "")}{(findings.Count > 0 ? $". {findings[0].Message}" : "")}",
            NotAsked = visit.NotAsked,
            Findings = findings,
            Needs = visit.Needs,
        };
    }
}
