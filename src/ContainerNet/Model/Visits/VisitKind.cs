namespace ContainerNet.Model.Visits;

/// <summary>What a browser asks for.</summary>
public enum VisitKind
{
    /// <summary>A page.</summary>
    Page,

    /// <summary>The page that an answer before it led to.</summary>
    Redirect,

    /// <summary>A page inside a page.</summary>
    Frame,

    /// <summary>A script.</summary>
    Script,

    /// <summary>A script that is a module, or that one imports.</summary>
    Module,

    /// <summary>A style sheet.</summary>
    Style,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>The icon of the page.</summary>
    Icon,

    /// <summary>The manifest of a web application.</summary>
    Manifest,

    /// <summary>Something that the page wants early.</summary>
    Preload,

    /// <summary>Something that a style sheet names.</summary>
    StylePart,

    /// <summary>Data that a script asks for.</summary>
    Data,

    /// <summary>Events of the server (EventSource).</summary>
    EventStream,

    /// <summary>A WebSocket.</summary>
    WebSocket,

    /// <summary>What the whole visit comes to.</summary>
    Verdict,
}
