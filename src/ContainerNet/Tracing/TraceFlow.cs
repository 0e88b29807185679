using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>The packets to follow: as narrow as the question is. What is null may be anything.</summary>
public sealed record TraceFlow
{
    /// <summary>Their family; null for both. Set when an address is given.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>Their transport.</summary>
    public Protocol? Protocol { get; init; }

    /// <summary>Where they come from.</summary>
    public IPNetwork? Source { get; init; }

    /// <summary>Where they go, as sent, before any translation.</summary>
    public IPNetwork? Destination { get; init; }

    /// <summary>Their source port.</summary>
    public int? SourcePort { get; init; }

    /// <summary>Their destination port, as sent, before any translation.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>Only packets that open a TCP connection (SYN without ACK); says nothing of other transports.</summary>
    public bool OpeningOnly { get; init; }

    /// <summary>Also the answers, whatever they were translated to (connection tracking knows).</summary>
    public bool Replies { get; init; } = true;

    /// <summary>At most so many packets a second; null for no limit.</summary>
    public int? PerSecond { get; init; }
}
