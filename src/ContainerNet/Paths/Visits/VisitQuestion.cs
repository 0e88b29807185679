using ContainerNet.Model.Visits;

namespace ContainerNet.Paths.Visits;

/// <summary>A request that is about to be sent.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="Url">The address as a browser has it: ws and wss for WebSockets.</param>
internal sealed record VisitQuestion(VisitKind Kind, Uri Url)
{
    /// <summary>The step whose answer named it.</summary>
    public int? NamedBy { get; init; }

    /// <summary>The page that asks; null for a page itself.</summary>
    public Uri? Page { get; init; }

    /// <summary>How it is asked for.</summary>
    public VisitTurn Turn { get; init; }

    /// <summary>The step in whose place.</summary>
    public int? InPlaceOf { get; init; }

    /// <summary>What the application itself is asked for.</summary>
    public string? ApplicationTarget { get; init; }

    /// <summary>Do cookies go along whose path does not cover it?</summary>
    public bool ForcesCookies { get; init; }

    /// <summary>Does it bring a new page to the window?</summary>
    public bool IsNavigation => Kind is VisitKind.Page or VisitKind.Redirect;

    /// <summary>Is it a WebSocket?</summary>
    public bool IsWebSocket => Kind == VisitKind.WebSocket;
}
