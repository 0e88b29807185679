using ContainerNet.Model;

namespace ContainerNet.Paths.Requests;

/// <summary>Who asks for a URL, and how.</summary>
public sealed record RequestOrigin
{
    /// <summary>Where the client stands: Host, Loopback or External.</summary>
    public Vantage Vantage { get; init; } = Vantage.Host;

    /// <summary>Does it ask for a WebSocket? A URL of ws or wss always does.</summary>
    public bool IsWebSocket { get; init; }

    /// <summary>Further headers of the request. A Host header goes in place of the one of the URL.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
