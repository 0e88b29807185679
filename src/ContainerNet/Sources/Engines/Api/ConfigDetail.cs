namespace ContainerNet.Sources.Engines.Api;

/// <summary>What a container was made from.</summary>
internal sealed record ConfigDetail
{
    public string? Image { get; init; }

    public Dictionary<string, string?>? Labels { get; init; }
}
