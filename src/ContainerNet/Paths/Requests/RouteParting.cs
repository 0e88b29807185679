namespace ContainerNet.Paths.Requests;

/// <summary>Where the answer that a client gets through a proxy parts from the one that the application would give.</summary>
public enum RouteParting
{
    /// <summary>It cannot be told; the reason is given.</summary>
    Unknown,

    /// <summary>Nowhere: the answer through the proxy is the application's.</summary>
    None,

    /// <summary>No proxy that was found takes the URL.</summary>
    NoProxy,

    /// <summary>The client does not reach the proxy.</summary>
    ProxyUnreachable,

    /// <summary>The proxy answers itself and asks nobody, as its configuration says.</summary>
    ProxyAnswers,

    /// <summary>Another server or location takes the request than the one that is meant for it.</summary>
    OtherLocation,

    /// <summary>The proxy passes the request on with another path, which the application does not know.</summary>
    UriChanged,

    /// <summary>The proxy does not pass the upgrade of a WebSocket on.</summary>
    UpgradeLost,

    /// <summary>The proxy passes the upgrade on in HTTP/1.0, which knows none.</summary>
    OldHttp,

    /// <summary>The application answers otherwise to the headers that the proxy sends, its Host among them.</summary>
    HeadersChanged,

    /// <summary>The upstream breaks off when it is asked for the host that the proxy sends, and answers to the client's.</summary>
    HostChanged,

    /// <summary>Nobody listens at the upstream, as the proxy sees it.</summary>
    UpstreamRefuses,

    /// <summary>Packets of the proxy to the upstream are dropped or rejected.</summary>
    UpstreamUnreachable,

    /// <summary>The upstream accepts and breaks off before it answers.</summary>
    UpstreamCloses,

    /// <summary>The upstream accepts and does not answer in time.</summary>
    UpstreamSilent,

    /// <summary>One of proxy and upstream speaks TLS and the other plain HTTP.</summary>
    WrongScheme,

    /// <summary>The upstream answers, and not in HTTP.</summary>
    WrongProtocol,

    /// <summary>The upstream answers the proxy's request well, and the proxy answers otherwise: it runs with another configuration than
    /// its files, or gives up earlier.</summary>
    ProxyDiffers,

    /// <summary>The application itself gives this answer, whoever asks.</summary>
    Application,
}
