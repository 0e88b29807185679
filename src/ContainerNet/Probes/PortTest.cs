using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Probes;

/// <summary>The outcome of knocking at one port from one vantage.</summary>
public sealed record PortTest
{
    /// <summary>The container, or null for a bare address.</summary>
    public string? Container { get; init; }

    /// <summary>Where the probe stood.</summary>
    public required Vantage Vantage { get; init; }

    /// <summary>The address that it knocked at; null when there is none.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The port that it knocked at.</summary>
    public required int RemotePort { get; init; }

    /// <summary>The transport.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>What it met.</summary>
    public required PortState State { get; init; }

    /// <summary>The address that it knocked from, when known.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>What was seen, in words: "HTTP 200", "reset 3 ms after accept", "ICMP administratively prohibited".</summary>
    public string Detail { get; init; } = "";

    /// <summary>How long it took, milliseconds.</summary>
    public double ElapsedMs { get; init; }
}
