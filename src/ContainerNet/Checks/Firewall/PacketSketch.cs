using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>The first packet of a connection as a chain sees it. What is null may be anything.</summary>
internal sealed record PacketSketch
{
    /// <summary>Where it comes in; null for any.</summary>
    public string? InputInterface { get; init; }

    /// <summary>Where it leaves; null when it ends on the host.</summary>
    public string? OutputInterface { get; init; }

    /// <summary>Its source; null for any client.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Its destination, after translation; null for any.</summary>
    public IPAddress? Destination
    {
        get;
        init
        {
            field = value;
            DestinationText = value?.ToString();
        }
    }

    /// <summary>The same as the tools print it: a comparison of texts spares reading the address of every rule.</summary>
    public string? DestinationText { get; private init; }

    /// <summary>Its destination port, after translation; null for any.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>Its transport; null for any.</summary>
    public Protocol? Protocol { get; init; }

    /// <summary>Was its destination translated?</summary>
    public bool Translated { get; init; }

    /// <summary>Does it end on the host?</summary>
    public bool ForHost { get; init; }

    /// <summary>Is it the message that a packet was too large (ICMP type 3, code 4), which belongs to a connection?</summary>
    public bool IsTooLarge { get; init; }

    /// <summary>Its family.</summary>
    public AddressFamily Family { get; init; }
}
