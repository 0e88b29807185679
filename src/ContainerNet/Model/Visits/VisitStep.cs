namespace ContainerNet.Model.Visits;

/// <summary>One request of a visit: what is expected of it, and what was seen.</summary>
public sealed record VisitStep
{
    /// <summary>Its number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What is asked for.</summary>
    public required VisitKind Kind { get; init; }

    /// <summary>The address, as the browser has it.</summary>
    public required Uri Url { get; init; }

    /// <summary>The step whose answer named it; null for what the user named.</summary>
    public int? NamedBy { get; init; }

    /// <summary>How it was asked for. Other than as a browser does only to see what would come after a step that failed.</summary>
    public VisitTurn Turn { get; init; }

    /// <summary>The step that failed, and in whose place this one shows what would come otherwise; null for a step of the browser.</summary>
    public int? InPlaceOf { get; init; }

    /// <summary>How it ended.</summary>
    public required VisitState State { get; init; }

    /// <summary>What a browser needs.</summary>
    public string Expected { get; init; } = "";

    /// <summary>What came.</summary>
    public string Seen { get; init; } = "";

    /// <summary>The status of the answer; null without one.</summary>
    public int? Status { get; init; }

    /// <summary>The code that a page sees when a WebSocket does not open; null for others.</summary>
    public int? CloseCode { get; init; }

    /// <summary>The location of the ingress that takes it; "" where that is not known.</summary>
    public string Location { get; init; } = "";

    /// <summary>Who is asked; "" where that is not known, and where nobody is.</summary>
    public string Upstream { get; init; } = "";

    /// <summary>Path and query as the application gets them; null where that is not known, and where it gets none.</summary>
    public string? Target { get; init; }

    /// <summary>Does the ingress answer, and no application?</summary>
    public bool IsOfIngress { get; init; }

    /// <summary>Where the answer leads to; null for nowhere.</summary>
    public string? RedirectTo { get; init; }

    /// <summary>The names of the cookies that went along.</summary>
    public IReadOnlyList<string> CookiesSent { get; init; } = [];

    /// <summary>Cookies that did not, each with the reason.</summary>
    public IReadOnlyList<string> CookiesWithheld { get; init; } = [];

    /// <summary>Paths of cookies that did not go along because their path does not cover the request.</summary>
    public IReadOnlyList<string> UncoveringPaths { get; init; } = [];

    /// <summary>More about it, in words.</summary>
    public string Detail { get; init; } = "";
}
