using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Probes.WebSockets;

/// <summary>What a WebSocket client met at one address from one vantage.</summary>
public sealed record WebSocketTest
{
    /// <summary>What is known before anything was tried.</summary>
    internal static WebSocketTest Unknown(WebSocketProbe probe) => new()
    {
        Uri = probe.Uri,
        Container = probe.Container,
        Vantage = probe.Vantage,
        Address = probe.Address,
        Port = probe.Port ?? probe.Uri.Port,
        State = WebSocketState.Unknown,
    };

    /// <summary>The service.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The container, or null where none was named.</summary>
    public string? Container { get; init; }

    /// <summary>Where the probe stood.</summary>
    public required Vantage Vantage { get; init; }

    /// <summary>The address that it connected to; null when there is none.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port that it connected to.</summary>
    public required int Port { get; init; }

    /// <summary>What it met.</summary>
    public required WebSocketState State { get; init; }

    /// <summary>The status of the answer; null when there was none.</summary>
    public int? Status { get; init; }

    /// <summary>What was seen, in words: "HTTP 400 Bad Request", "reset 3 ms after accept".</summary>
    public string Detail { get; init; } = "";

    /// <summary>What that usually means.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The first line of the answer, as it came.</summary>
    public string StatusLine { get; init; } = "";

    /// <summary>The headers of the answer.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How the body of an answer other than 101 begins.</summary>
    public string Body { get; init; } = "";

    /// <summary>The subprotocol that the server chose, or null.</summary>
    public string? SubProtocol { get; init; }

    /// <summary>The version of TLS, or null without it.</summary>
    public string? Tls { get; init; }

    /// <summary>What is wrong with a certificate that was accepted all the same; null when nothing is.</summary>
    internal string? CertificateFault { get; init; }

    /// <summary>The address that it came from, when known.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>From the first packet to the whole answer, milliseconds.</summary>
    public double? HandshakeMs { get; init; }

    /// <summary>From the ping or the text until it was back, milliseconds.</summary>
    public double? EchoMs { get; init; }

    /// <summary>How long the connection had been silent when the server ended it, seconds; null when it did not.</summary>
    public double? SilentSeconds { get; init; }

    /// <summary>The server's close code; 1005 for a close frame without one, 1006 for an end without a close frame.</summary>
    public int? CloseCode { get; init; }

    /// <summary>The server's words for it.</summary>
    public string CloseReason { get; init; } = "";
}
