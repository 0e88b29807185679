using System.Net;

namespace ContainerNet.Model;

/// <summary>An entry of the neighbour table (ARP, NDP).</summary>
public sealed record Neighbour
{
    /// <summary>Index of the interface.</summary>
    public required int LinkIndex { get; init; }

    /// <summary>The address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Hardware address, or null when it was not resolved.</summary>
    public string? HardwareAddress { get; init; }

    /// <summary>reachable, stale, failed, permanent ... (ip-neighbour(8)).</summary>
    public string State { get; init; } = "";
}
