using System.Runtime.InteropServices;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>What routing asks of a packet.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RouteFlow
{
    /// <summary>The name that routing rules have for packets made here (iif lo).</summary>
    public const string Here = "lo";

    /// <summary>Is it IPv6?</summary>
    public bool IsIPv6 { get; init; }

    /// <summary>Where to.</summary>
    public WideNumber Destination { get; init; }

    /// <summary>Where from; null when it is not chosen yet.</summary>
    public WideNumber? Source { get; init; }

    /// <summary>The interface that it came in by, or <see cref="Here"/>.</summary>
    public required string Input { get; init; }

    /// <summary>The packet mark.</summary>
    public uint Mark { get; init; }

    /// <summary>The transport's number.</summary>
    public byte Protocol { get; init; }

    /// <summary>Source port.</summary>
    public int SourcePort { get; init; }

    /// <summary>Destination port.</summary>
    public int DestinationPort { get; init; }

    /// <summary>Of a packet as it is now.</summary>
    public static RouteFlow Of(Packet packet) => new()
    {
        IsIPv6 = packet.IsIPv6,
        Destination = packet.Destination,
        Source = packet.Source,
        Input = packet.Input ?? Here,
        Mark = packet.Mark,
        Protocol = packet.Protocol,
        SourcePort = packet.SourcePort,
        DestinationPort = packet.DestinationPort,
    };
}
