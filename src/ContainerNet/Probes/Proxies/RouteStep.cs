namespace ContainerNet.Probes.Proxies;

/// <summary>A step of a request's way through a proxy.</summary>
public enum RouteStep
{
    /// <summary>The client's connection to the proxy.</summary>
    Client,

    /// <summary>The request through the proxy: the server and location that take it, and the answer that a client gets.</summary>
    Proxy,

    /// <summary>What the proxy asks of its upstream, asked from where the proxy runs, in its words.</summary>
    Upstream,

    /// <summary>The same asked of the application inside its container, with nothing between.</summary>
    Application,

    /// <summary>Where the answers part.</summary>
    Verdict,
}
