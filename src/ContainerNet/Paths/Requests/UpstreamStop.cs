using System.Net;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A server that a proxy would ask, seen from where the proxy runs.</summary>
public sealed record UpstreamStop
{
    /// <summary>As it is written.</summary>
    public required UpstreamServer Server { get; init; }

    /// <summary>The address that is asked; null when it is not known, or a unix socket.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>How the address is known, or why it is not.</summary>
    public string AddressSource { get; init; } = "";

    /// <summary>The way of the proxy's packets to it, and who listens there.</summary>
    public PacketPath? Way { get; init; }

    /// <summary>The application behind it; null when it is in no container that is known.</summary>
    public ApplicationPlace? Application { get; init; }
}
