namespace ContainerNet.Model.Proxies;

/// <summary>What a line of a proxy's error log tells of.</summary>
public enum ProxyErrorKind
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>connect() failed (111): nobody listens there.</summary>
    ConnectionRefused,

    /// <summary>connect() failed (113): no host has the address, or a firewall says so.</summary>
    HostUnreachable,

    /// <summary>connect() failed (101): there is no route, most often for IPv6.</summary>
    NetworkUnreachable,

    /// <summary>connect() failed (13): a security policy of the host forbids it.</summary>
    ConnectDenied,

    /// <summary>connect() to a unix socket failed (2): it is not there.</summary>
    SocketMissing,

    /// <summary>upstream timed out while connecting: packets are dropped on the way.</summary>
    ConnectTimeout,

    /// <summary>upstream timed out while it was sent to or read from: the application is slow, or waits for something.</summary>
    AnswerTimeout,

    /// <summary>upstream timed out on an upgraded connection: a WebSocket was idle for longer than the timeout.</summary>
    UpgradedTimeout,

    /// <summary>upstream prematurely closed connection: the application gave up, or speaks another protocol.</summary>
    ClosedEarly,

    /// <summary>recv() or send() failed (104, 32): the connection was reset.</summary>
    Reset,

    /// <summary>no live upstreams: all servers of the group failed a moment ago.</summary>
    NoLiveUpstreams,

    /// <summary>upstream server temporarily disabled: it failed too often.</summary>
    ServerDisabled,

    /// <summary>host not found in upstream: a name could not be resolved when the proxy started, so it did not.</summary>
    HostNotFound,

    /// <summary>could not be resolved: a name could not be resolved while a request waited.</summary>
    NotResolved,

    /// <summary>no resolver defined: a name in a variable needs one.</summary>
    NoResolver,

    /// <summary>no port in upstream: a name in a variable needs one.</summary>
    NoPort,

    /// <summary>upstream sent too big header: its cookies or tokens are longer than the buffer.</summary>
    HeaderTooBig,

    /// <summary>upstream sent invalid header: its answer is malformed.</summary>
    InvalidHeader,

    /// <summary>upstream sent no valid HTTP header: the port speaks something else.</summary>
    NotHttp,

    /// <summary>upstream sent invalid chunked response: its answer is malformed.</summary>
    InvalidChunk,

    /// <summary>SSL handshake failed with "wrong version number": the port speaks plain HTTP.</summary>
    TlsOnPlainPort,

    /// <summary>Any other failure of a handshake with the server behind: its name is not sent, or its certificate is not trusted.</summary>
    TlsHandshake,

    /// <summary>client intended to send too large body: 413.</summary>
    BodyTooLarge,

    /// <summary>client prematurely closed connection: it did not wait (499).</summary>
    ClientClosed,

    /// <summary>worker_connections are not enough, or too many open files.</summary>
    TooFewConnections,

    /// <summary>open() failed (2): there is no such file, where perhaps a proxy_pass was meant to be.</summary>
    FileMissing,

    /// <summary>access forbidden by rule: 403 by allow and deny.</summary>
    Forbidden,

    /// <summary>rewrite or internal redirection cycle: 500.</summary>
    RedirectCycle,
}
