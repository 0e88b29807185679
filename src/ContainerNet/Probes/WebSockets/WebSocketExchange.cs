namespace ContainerNet.Probes.WebSockets;

/// <summary>What to send once the connection is upgraded.</summary>
public enum WebSocketExchange
{
    /// <summary>A ping, which every server must answer with a pong.</summary>
    Ping,

    /// <summary>A text, which the application is expected to send back.</summary>
    Echo,

    /// <summary>Nothing.</summary>
    None,
}
