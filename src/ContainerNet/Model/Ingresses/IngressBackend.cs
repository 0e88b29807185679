using System.Globalization;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>A port of a service; or another resource, which ingress-nginx passes over.</summary>
public sealed record IngressBackend
{
    /// <summary>The service; null where another resource is named.</summary>
    public string? Service { get; init; }

    /// <summary>The port by its number.</summary>
    public int? PortNumber { get; init; }

    /// <summary>The port by its name.</summary>
    public string? PortName { get; init; }

    /// <summary>Where it stands.</summary>
    public required YamlPlace Place { get; init; }

    /// <summary>The port as it was written; "" without one.</summary>
    public string Port => PortNumber?.ToString(CultureInfo.InvariantCulture) ?? PortName ?? "";

    /// <inheritdoc/>
    public override string ToString() => Service is null ? "no service" : $"{Service}:{Port}";
}
