using System.Net;

namespace ContainerNet.Model;

/// <summary>One published port: where the host listens and which port of the container it leads to.</summary>
public sealed record PortBinding
{
    /// <summary>The transport.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The port inside the container.</summary>
    public required int ContainerPort { get; init; }

    /// <summary>The host address; 0.0.0.0 or :: for every address, null when the engine has not chosen.</summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>The host port; 0 when the engine has not chosen one yet.</summary>
    public int HostPort { get; init; }
}
