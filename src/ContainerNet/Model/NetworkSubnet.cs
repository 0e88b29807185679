using System.Net;

namespace ContainerNet.Model;

/// <summary>One address range of a network.</summary>
public sealed record NetworkSubnet
{
    /// <summary>The range.</summary>
    public required IPNetwork Subnet { get; init; }

    /// <summary>The gateway inside it, which the bridge holds.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The family of the range.</summary>
    public AddressFamily Family => Subnet.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
        ? AddressFamily.IPv6
        : AddressFamily.IPv4;

    /// <inheritdoc/>
    public override string ToString() => Gateway is null ? Subnet.ToString() : $"{Subnet} via {Gateway}";
}
