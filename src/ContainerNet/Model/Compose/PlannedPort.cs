using System.Net;

namespace ContainerNet.Model.Compose;

/// <summary>A port that a compose file would publish or expose. Its properties are named as those of a port that is published.</summary>
public sealed record PlannedPort
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>The name that its container gets; of several the first.</summary>
    public required string Container { get; init; }

    /// <summary>The transport.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The host address that clients would use; null for all of them, and for what is not published.</summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>The host port, or the first of those that the engine may choose from; 0 when it may choose any, and for what is not
    /// published.</summary>
    public int HostPort { get; init; }

    /// <summary>The last of those that the engine may choose from.</summary>
    public int LastHostPort { get; init; }

    /// <summary>The port inside the container.</summary>
    public int Port { get; init; }

    /// <summary>The networks that the service is attached to, as the engine would call them.</summary>
    public IReadOnlyList<string> Network { get; init; } = [];

    /// <summary>The network mode; "bridge" when networks say it.</summary>
    public string NetworkMode { get; init; } = "";

    /// <summary>Would it be published? One that is only exposed is not, nor is one of a service in the host's network, of which the engine
    /// takes no notice.</summary>
    public bool Published { get; init; }

    /// <summary>Who has the port already, or wants it as well.</summary>
    public IReadOnlyList<PortConflict> Conflicts { get; init; } = [];

    /// <summary>The file and line that say so.</summary>
    public string Source { get; init; } = "";
}
