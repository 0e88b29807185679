using System.Text.Json.Serialization;

namespace ContainerNet.Sources.Engines.Api;

/// <summary>An element of Podman's own GET /libpod/networks/json, which knows the bridge.</summary>
internal sealed record PodmanNetwork
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("network_interface")]
    public string? NetworkInterface { get; init; }

    [JsonPropertyName("dns_enabled")]
    public bool? DnsEnabled { get; init; }
}
