using System.Net;

namespace ContainerNet.Model.Proxies;

/// <summary>An address that a server listens on.</summary>
public sealed record Listen
{
    /// <summary>The address; 0.0.0.0 or :: for all, null for a unix socket and for a name that was not resolved.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>A host name in the place of an address, which the proxy resolves when it starts.</summary>
    public string? HostName { get; init; }

    /// <summary>The port, or the first of a range.</summary>
    public int Port { get; init; }

    /// <summary>The last port of a range; the port itself where there is none.</summary>
    public int LastPort { get; init; }

    /// <summary>The path of a unix socket.</summary>
    public string? UnixPath { get; init; }

    /// <summary>Is TLS spoken there?</summary>
    public bool Ssl { get; init; }

    /// <summary>Is it UDP for HTTP/3, or a datagram stream?</summary>
    public bool Datagram { get; init; }

    /// <summary>Does this server answer there to names that no server has?</summary>
    public bool DefaultServer { get; init; }

    /// <summary>Must every connection begin with the PROXY protocol?</summary>
    public bool ProxyProtocol { get; init; }

    /// <summary>For an IPv6 address: does it leave IPv4 alone?</summary>
    public bool Ipv6Only { get; init; } = true;

    /// <summary>Where it stands; null for the default that a server without any has.</summary>
    public SourceLine? Source { get; init; }

    /// <summary>Does it listen on all addresses?</summary>
    public bool IsAny => Address is not null && (Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any));

    /// <inheritdoc/>
    public override string ToString() => UnixPath is not null ? $"unix:{UnixPath}"
        : Address is null ? $"{HostName}:{Port}" : new IPEndPoint(Address, Port).ToString();
}
