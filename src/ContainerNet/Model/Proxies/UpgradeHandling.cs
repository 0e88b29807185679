namespace ContainerNet.Model.Proxies;

/// <summary>What becomes of a WebSocket's request to upgrade (RFC 6455, 4.1) on its way through a location. Upgrade and
/// Connection are headers of one hop, so that a proxy passes them on only where it is told to.</summary>
public enum UpgradeHandling
{
    /// <summary>It cannot be told: a variable or the proxy's version decides.</summary>
    Unknown,

    /// <summary>It reaches the application.</summary>
    Passed,

    /// <summary>Nothing passes it on.</summary>
    NotPassed,

    /// <summary>An outer level passes it on, and a proxy_set_header of this level discards that.</summary>
    Discarded,

    /// <summary>Only one of Upgrade and Connection is set.</summary>
    Incomplete,

    /// <summary>Both are set, and HTTP/1.0, which knows no upgrade, is spoken with the application.</summary>
    OldHttp,
}
