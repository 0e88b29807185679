using System.Net;

namespace ContainerNet.Model;

/// <summary>A socket that waits for clients in some network namespace.</summary>
public sealed record ContainerListener
{
    /// <summary>The container, or null for the host's own namespace.</summary>
    public string? Container { get; init; }

    /// <summary>The transport.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The address it is bound to; 0.0.0.0 or :: for all.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>The process that holds it, when it could be found.</summary>
    public int? ProcessId { get; init; }

    /// <summary>That process's name (comm).</summary>
    public string? ProcessName { get; init; }

    /// <summary>Connections that wait to be accepted (TCP), from the receive queue column.</summary>
    public int Waiting { get; init; }

    /// <summary>How many may wait before the kernel drops new ones (TCP): the backlog of listen(2), bounded by net.core.somaxconn;
    /// null where the kernel was not asked.</summary>
    public int? Backlog { get; init; }

    /// <summary>Does a socket of IPv6 leave IPv4 alone (ipv6(7), IPV6_V6ONLY)? Null where the kernel does not tell.</summary>
    public bool? OnlyIPv6 { get; init; }

    /// <summary>True when only the namespace's own loopback can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>True when it takes connections on every address.</summary>
    public bool IsAny => Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{ProcessName} {new IPEndPoint(Address, Port)}/{Protocol.ToString().ToLowerInvariant()}".TrimStart();
}
