namespace ContainerNet.Probes.WebSockets;

/// <summary>What a state usually means, where nothing more is known.</summary>
internal static class WebSocketMeaning
{
    /// <summary>The words.</summary>
    /// <param name="state">The state.</param>
    /// <param name="isAtApplication">Is nothing between the probe and the application?</param>
    public static string Of(WebSocketState state, bool isAtApplication) => state switch
    {
        WebSocketState.NotUpgraded or WebSocketState.BadRequest when isAtApplication => AtTheApplication,
        WebSocketState.Unresolved => "The name is not known to this host. Names that only containers know need -Address.",
        WebSocketState.Refused => "Nobody listens at that address and port.",
        WebSocketState.Rejected => "A firewall rule refuses the connection.",
        WebSocketState.Filtered => "Packets are lost on the way or dropped by a rule. Trace-PacketPath finds where.",
        WebSocketState.Reset or WebSocketState.ClosedEarly
            => "A port forwarder accepted and found no application behind it, or the application broke off; some servers also "
                + "end so when ws:// and wss:// are mixed up.",
        WebSocketState.NoAnswer
            => "The application accepts and does not answer HTTP: it hangs, or speaks another protocol.",
        WebSocketState.TlsFailed => "No version or cipher suits both sides, or the server wants a certificate of the client.",
        WebSocketState.TlsRequired => "The port speaks TLS: use wss:// instead of ws://.",
        WebSocketState.InvalidAnswer => "What listens there is not a web server.",
        WebSocketState.NotUpgraded => "The application saw an ordinary request: the Upgrade and Connection headers were lost at a "
            + "proxy before it, or the path leads to a page. " + Nginx,
        WebSocketState.Redirected => "Browsers do not follow a redirect here: the client has to use the new address.",
        WebSocketState.BadRequest => "Mostly the application saw an ordinary request, because a proxy before it did not pass the "
            + "Upgrade and Connection headers on. " + Nginx,
        WebSocketState.Unauthorized => "It wants credentials: give them with -Header or -Cookie, as the client does.",
        WebSocketState.Forbidden => "Mostly the server checks where the page came from: give its -Origin, or allow it there.",
        WebSocketState.NotFound => "No such path there: a proxy cuts off or adds a prefix (nginx: a slash at the end of "
            + "proxy_pass), or the request met another virtual host.",
        WebSocketState.ClientError => "The server answers, and does not want this request.",
        WebSocketState.BadGateway => "A proxy answers, and what is behind it refused, broke off or spoke another protocol: the "
            + "proxy's error log has the address.",
        WebSocketState.Unavailable => "The server or proxy has nobody to pass it to: no healthy upstream, or no ready endpoint.",
        WebSocketState.GatewayTimeout => "A proxy answers, and got nothing from behind it in its time: packets are dropped there, "
            + "or the application is slow.",
        WebSocketState.ServerError => "The application or the proxy failed: its log says why.",
        WebSocketState.WrongAcceptKey => "Something on the way answers by rote or from a cache, not a WebSocket server.",
        WebSocketState.InvalidUpgrade => "Browsers end the connection here.",
        WebSocketState.Silent => "The connection is upgraded and nothing comes back through it: a proxy holds data back, or the "
            + "application hangs.",
        WebSocketState.Closed => "The application ended the connection by itself; its code and words are above.",
        WebSocketState.Dropped => "Browsers report 1006: a proxy or the application ended the connection without a close frame.",
        WebSocketState.ProtocolError => "Browsers end the connection here: something on the way spoils data, or the server is faulty.",
        _ => "",
    };

    /// <summary>What an answer without an upgrade means where nothing is between the probe and the application.</summary>
    public const string AtTheApplication = "No proxy is between here and the application: it has no WebSocket at this path, or "
        + "wants something else in the request, such as an origin, a cookie or a subprotocol.";

    private const string Nginx =
        "nginx needs proxy_http_version 1.1, and proxy_set_header for Upgrade and for Connection in that very location.";
}
