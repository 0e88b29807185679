using System.Net;

namespace ContainerNet.Model;

/// <summary>A published or exposed port joined with the container behind it and whoever listens there.</summary>
public sealed record ContainerPort
{
    /// <summary>The engine.</summary>
    public required string Engine { get; init; }

    /// <summary>The container's name.</summary>
    public required string Container { get; init; }

    /// <summary>The transport.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The host address that clients use; null when the port is exposed and not published.</summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>The host port; 0 when not published.</summary>
    public int HostPort { get; init; }

    /// <summary>The container's address that the port leads to.</summary>
    public IPAddress? ContainerAddress { get; init; }

    /// <summary>The port inside the container.</summary>
    public int Port { get; init; }

    /// <summary>The network that carries it.</summary>
    public string? Network { get; init; }

    /// <summary>The container's network mode.</summary>
    public string NetworkMode { get; init; } = "";

    /// <summary>Is the container's process there?</summary>
    public bool Running { get; init; }

    /// <summary>The socket that takes connections inside, or null when nothing listens or it could not be read.</summary>
    public ContainerListener? Listener { get; init; }
}
