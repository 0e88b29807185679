using System.Text.Json;

namespace ContainerNet.Sources.Engines.Api;

/// <summary>What a container was made from.</summary>
internal sealed record ConfigDetail
{
    public string? Image { get; init; }

    /// <summary>By port, such as 80/tcp; the values are empty objects.</summary>
    public Dictionary<string, JsonElement>? ExposedPorts { get; init; }

    public Dictionary<string, string?>? Labels { get; init; }
}
