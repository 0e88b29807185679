namespace ContainerNet.Probes.WebSockets;

/// <summary>What a WebSocket client met. The members up to Filtered mean what they mean in <see cref="PortState"/>.</summary>
public enum WebSocketState
{
    /// <summary>Nothing can be said; the reason is given.</summary>
    Unknown,

    /// <summary>Upgraded, and it answers: what was asked for afterwards came back.</summary>
    Open,

    /// <summary>The name has no address.</summary>
    Unresolved,

    /// <summary>Refused by a TCP reset.</summary>
    Refused,

    /// <summary>Refused by an ICMP error, such as administratively prohibited.</summary>
    Rejected,

    /// <summary>Silence until the time was up: no connection.</summary>
    Filtered,

    /// <summary>Connected, and reset before the answer.</summary>
    Reset,

    /// <summary>Connected, and closed before the answer.</summary>
    ClosedEarly,

    /// <summary>Connected, and no whole answer until the time was up.</summary>
    NoAnswer,

    /// <summary>TLS was not agreed on, or the certificate is not good for this name.</summary>
    TlsFailed,

    /// <summary>The port wants TLS: wss, not ws.</summary>
    TlsRequired,

    /// <summary>An answer that is not HTTP as we know it.</summary>
    InvalidAnswer,

    /// <summary>An ordinary answer (2xx) to what the server took for an ordinary request.</summary>
    NotUpgraded,

    /// <summary>Sent elsewhere (3xx), which no browser follows for a WebSocket.</summary>
    Redirected,

    /// <summary>400 or 426: the server misses something in the request, mostly its Upgrade header.</summary>
    BadRequest,

    /// <summary>401 or 407.</summary>
    Unauthorized,

    /// <summary>403.</summary>
    Forbidden,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>Another status from 400 to 499.</summary>
    ClientError,

    /// <summary>502: a proxy answers, and cannot reach or understand what is behind it.</summary>
    BadGateway,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>504: a proxy answers, and got nothing from behind it in its time.</summary>
    GatewayTimeout,

    /// <summary>Another status from 500 to 599.</summary>
    ServerError,

    /// <summary>101 with a key that does not belong to the request: something answers from a cache, or by rote.</summary>
    WrongAcceptKey,

    /// <summary>101 with headers that a client must not accept.</summary>
    InvalidUpgrade,

    /// <summary>Upgraded, and the ping or the echo did not come back.</summary>
    Silent,

    /// <summary>Upgraded, and closed by the server with a close frame.</summary>
    Closed,

    /// <summary>Upgraded, and the connection ended without a close frame: what browsers call 1006.</summary>
    Dropped,

    /// <summary>Upgraded, and the server sent what RFC 6455 forbids.</summary>
    ProtocolError,
}
