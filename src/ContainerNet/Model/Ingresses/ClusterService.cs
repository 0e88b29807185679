using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>A Service.</summary>
public sealed record ClusterService
{
    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required YamlPlace Place { get; init; }

    /// <summary>ClusterIP, NodePort, LoadBalancer or ExternalName.</summary>
    public string Type { get; init; } = "ClusterIP";

    /// <summary>The address in the cluster; "None" for a service without one, "" in a manifest.</summary>
    public string ClusterIp { get; init; } = "";

    /// <summary>The name that an ExternalName stands for.</summary>
    public string ExternalName { get; init; } = "";

    /// <summary>Its ports.</summary>
    public IReadOnlyList<ClusterServicePort> Ports { get; init; } = [];

    /// <summary>"namespace/name".</summary>
    public string Key => $"{Namespace}/{Name}";

    /// <summary>The port that an ingress names, by number, by name, or by the port of the container: ingress-nginx takes them all.</summary>
    public ClusterServicePort? Port(IngressBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return Ports.FirstOrDefault(p => p.Number == backend.PortNumber || p.TargetPort == backend.Port || (p.Name.Length > 0 && p.Name == backend.PortName));
    }

    /// <inheritdoc/>
    public override string ToString() => Key;
}
