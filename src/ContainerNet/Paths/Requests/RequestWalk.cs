using System.Net;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A request followed by facts alone: where it arrives, what the proxy makes of it, whom the proxy asks, and who is there.</summary>
public sealed record RequestWalk
{
    /// <summary>What was asked for.</summary>
    public required Uri Url { get; init; }

    /// <summary>Where the client stands.</summary>
    public required Vantage Vantage { get; init; }

    /// <summary>Is a WebSocket asked for?</summary>
    public required bool IsWebSocket { get; init; }

    /// <summary>The proxy that takes it.</summary>
    public required RunningProxy Proxy { get; init; }

    /// <summary>The address that the client connects to; null when there is none from where it stands.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port that the client connects to.</summary>
    public int Port { get; init; }

    /// <summary>The way of the client's packets to the proxy.</summary>
    public PacketPath? Way { get; init; }

    /// <summary>The request as it arrives at the proxy.</summary>
    public required ClientRequest Request { get; init; }

    /// <summary>What the proxy does with it.</summary>
    public required RequestAnswer Answer { get; init; }

    /// <summary>Who else would have fitted.</summary>
    public IReadOnlyList<RequestRival> Rivals { get; init; } = [];

    /// <summary>What becomes of a request to upgrade.</summary>
    public UpgradeHandling Upgrade { get; init; }

    /// <summary>The servers that the proxy may ask.</summary>
    public IReadOnlyList<UpstreamStop> Upstreams { get; init; } = [];

    /// <summary>The server and the location that take it, with file and line.</summary>
    public string Location => Answer.Location is { } location ? $"{ServerName} {location} ({location.Source})"
        : Answer.Server is { } server ? $"{ServerName} ({server.Source})" : "";

    private string ServerName => Answer.Server is { Name.Length: > 0 } server ? server.Name : "server";
}
