using System.Net;

namespace ContainerNet.Model;

/// <summary>A container's place on one network.</summary>
public sealed record ContainerEndpoint
{
    /// <summary>Name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>Identifier of the network.</summary>
    public string NetworkId { get; init; } = "";

    /// <summary>Its IPv4 address there.</summary>
    public IPAddress? IPv4 { get; init; }

    /// <summary>Its IPv6 address there.</summary>
    public IPAddress? IPv6 { get; init; }

    /// <summary>The IPv4 gateway; null on a network that does not give the container its way out.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>Names that it has there beside the container's own: those of --network-alias, of a Compose service, its host name; null
    /// when they were not read.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>Names that others have for this container only, as "container:name" (--link); null when it has none.</summary>
    public IReadOnlyList<string>? Links { get; init; }
}
