namespace ContainerNet.Repairs.Ingresses;

/// <summary>What an application wants.</summary>
internal enum NeedKind
{
    /// <summary>Its page, and what is below it.</summary>
    Page,

    /// <summary>A path that it redirects to.</summary>
    Redirect,

    /// <summary>A part of its pages.</summary>
    Asset,

    /// <summary>A cookie that comes back.</summary>
    Cookie,

    /// <summary>A WebSocket's path.</summary>
    WebSocket,

    /// <summary>A WebSocket's headers.</summary>
    WebSocketHeader,
}
