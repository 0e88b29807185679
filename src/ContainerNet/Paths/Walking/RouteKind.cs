namespace ContainerNet.Paths.Walking;

/// <summary>What the routing decision makes of a packet.</summary>
internal enum RouteKind
{
    /// <summary>It cannot be told: routes or switches were not read, or not understood.</summary>
    Unknown,

    /// <summary>For this namespace itself.</summary>
    Local,

    /// <summary>On by an interface.</summary>
    Forward,

    /// <summary>Nowhere; the reason says why.</summary>
    Closed,
}
