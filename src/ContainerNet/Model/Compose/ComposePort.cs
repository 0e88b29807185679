using System.Net;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Compose;

/// <summary>A port that a service publishes.</summary>
public sealed record ComposePort
{
    /// <summary>The port inside the container.</summary>
    public required int Port { get; init; }

    /// <summary>The transport: tcp, udp, sctp.</summary>
    public string Protocol { get; init; } = "tcp";

    /// <summary>The address of the host; null for all of them.</summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>The port of the host, or the first of those that the engine may choose from; 0 when it may choose any.</summary>
    public int HostPort { get; init; }

    /// <summary>The last of those that the engine may choose from; the port itself where there is no choice.</summary>
    public int LastHostPort { get; init; }

    /// <summary>ingress, or host where a swarm is asked to leave its own routing out.</summary>
    public string Mode { get; init; } = "ingress";

    /// <summary>Where it was written.</summary>
    public required YamlPlace Source { get; init; }

    /// <summary>Is the host's port fixed?</summary>
    public bool IsFixed => HostPort != 0 && HostPort == LastHostPort;

    /// <summary>The host's port as compose writes it: "8080", "8000-8010", or "".</summary>
    public string Published => HostPort == 0 ? "" : IsFixed ? $"{HostPort}" : $"{HostPort}-{LastHostPort}";

    /// <inheritdoc/>
    public override string ToString()
    {
        string address = HostAddress is null ? "" : $"{(HostAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{HostAddress}]" : HostAddress.ToString())}:";
        return $"{address}{(HostPort == 0 ? "" : $"{Published}:")}{Port}/{Protocol}";
    }
}
