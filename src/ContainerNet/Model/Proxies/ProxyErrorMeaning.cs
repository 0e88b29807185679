namespace ContainerNet.Model.Proxies;

/// <summary>What lines of an error log mean, in words.</summary>
internal static class ProxyErrorMeaning
{
    /// <summary>One sentence.</summary>
    public static string Of(ProxyErrorKind kind) => kind switch
    {
        ProxyErrorKind.ConnectionRefused =>
            "Nobody listens at the address: the application is down, listens only on 127.0.0.1 of its container, or on another port.",
        ProxyErrorKind.HostUnreachable =>
            "No host answers for the address, or a firewall rejects the connection: the container has gone, or is in another network.",
        ProxyErrorKind.NetworkUnreachable => "There is no route to the address, most often because it is one of IPv6.",
        ProxyErrorKind.ConnectDenied => "A security policy, such as SELinux, forbids the proxy to connect.",
        ProxyErrorKind.SocketMissing => "The unix socket is not there: the application is down, or its folder is not shared.",
        ProxyErrorKind.ConnectTimeout => "Connections get no answer at all: a firewall drops them, or nothing is there any more.",
        ProxyErrorKind.AnswerTimeout => "The application took the request and did not answer in time.",
        ProxyErrorKind.UpgradedTimeout => "A WebSocket was silent for longer than proxy_read_timeout or proxy_send_timeout.",
        ProxyErrorKind.ClosedEarly => "The application closed the connection before it answered: it failed, or the port speaks another protocol.",
        ProxyErrorKind.Reset => "The connection was reset before the answer was complete: a forwarder without an application behind it, or one that failed.",
        ProxyErrorKind.NoLiveUpstreams => "All servers of the group were left alone after failures; what failed stands in earlier lines.",
        ProxyErrorKind.ServerDisabled => "A server of the group failed and is left alone for a while.",
        ProxyErrorKind.HostNotFound => "A name could not be resolved when the proxy started, so it did not start.",
        ProxyErrorKind.NotResolved => "A name could not be resolved: the container does not run, or is in another network than the proxy.",
        ProxyErrorKind.NoResolver => "A name in a variable needs a resolver, and none is configured.",
        ProxyErrorKind.NoPort => "A name in a variable needs a port, and none is given.",
        ProxyErrorKind.HeaderTooBig => "The headers of the answer are larger than proxy_buffer_size.",
        ProxyErrorKind.InvalidHeader => "The answer has a malformed header.",
        ProxyErrorKind.NotHttp => "The port speaks something else than HTTP/1: TLS, HTTP/2, or another protocol.",
        ProxyErrorKind.InvalidChunk => "The body of the answer is malformed.",
        ProxyErrorKind.TlsOnPlainPort => "TLS was spoken to a port of plain HTTP: proxy_pass says https where http is meant.",
        ProxyErrorKind.TlsHandshake => "The TLS handshake with the application failed: no name was sent, or its certificate is not trusted.",
        ProxyErrorKind.BodyTooLarge => "A request was larger than client_max_body_size.",
        ProxyErrorKind.ClientClosed => "The client did not wait for the answer.",
        ProxyErrorKind.TooFewConnections => "The proxy has no connections or files left.",
        ProxyErrorKind.FileMissing => "A file was looked for where there is none; perhaps another location was meant to answer.",
        ProxyErrorKind.Forbidden => "An allow or deny line refused the client.",
        ProxyErrorKind.RedirectCycle => "Rewrites or error pages went round in circles.",
        _ => "",
    };
}
