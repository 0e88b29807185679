using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths;

/// <summary>The addresses of a packet at one point of its way.</summary>
public sealed record PacketHeader
{
    /// <summary>Its transport; null for one that has no ports, such as ICMP.</summary>
    public Protocol? Protocol { get; init; }

    /// <summary>Source address; null when it is not known yet.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Source port; 0 when there is none or it is not known.</summary>
    public int SourcePort { get; init; }

    /// <summary>Destination address.</summary>
    public IPAddress? Destination { get; init; }

    /// <summary>Destination port; 0 when there is none.</summary>
    public int DestinationPort { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Text(Source, SourcePort)} -> {Text(Destination, DestinationPort)}";

    private static string Text(IPAddress? address, int port) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(address is null ? "*" : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && port > 0 ? $"[{address}]" : $"{address}")}{(port > 0 ? $":{port}" : "")}");
}
