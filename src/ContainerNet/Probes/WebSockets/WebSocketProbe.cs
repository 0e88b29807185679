using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Which WebSocket to open, from where, and what to do with it.</summary>
public sealed record WebSocketProbe
{
    /// <summary>The address of the service: ws or wss.</summary>
    public required Uri Uri { get; init; }

    /// <summary>Where the probe stands.</summary>
    public Vantage Vantage { get; init; } = Vantage.Host;

    /// <summary>Where to connect, instead of where the name leads. The request stays the same, Host header and all.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port to connect to, instead of the one of <see cref="Uri"/>.</summary>
    public int? Port { get; init; }

    /// <summary>The container's name, for the result.</summary>
    public string? Container { get; init; }

    /// <summary>A process of the container, whose network namespace is the place to stand for <see cref="Vantage.Container"/>.</summary>
    public int ContainerProcessId { get; init; }

    /// <summary>The subprotocols to offer.</summary>
    public IReadOnlyList<string> SubProtocols { get; init; } = [];

    /// <summary>Where the page would come from, or null for none.</summary>
    public string? Origin { get; init; }

    /// <summary>Further headers. A Host header goes in place of the one that <see cref="Uri"/> gives.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Cookies, each as name=value.</summary>
    public IReadOnlyList<string> Cookies { get; init; } = [];

    /// <summary>What to send once it is open.</summary>
    public WebSocketExchange Exchange { get; init; }

    /// <summary>How long to stay silent then, to see whether the connection lives on. It ends with a ping.</summary>
    public TimeSpan Idle { get; init; }

    /// <summary>Accepts any certificate. What is wrong with it is told all the same.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The time from the first packet to the whole answer, and again for each ping or echo.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Does it go to the application itself, with nothing between?</summary>
    internal bool IsAtApplication { get; init; }

    /// <summary>The very request to send in place of a browser's handshake, which may be one for a page. <see cref="Uri"/> may be of
    /// http or https then.</summary>
    internal SentRequest? AsSent { get; init; }

    /// <summary>The name to ask for in TLS, in place of the one of <see cref="Uri"/>; "" for none.</summary>
    internal string? TlsName { get; init; }
}
