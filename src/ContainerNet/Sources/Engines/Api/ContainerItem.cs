namespace ContainerNet.Sources.Engines.Api;

/// <summary>An element of GET /containers/json.</summary>
internal sealed record ContainerItem
{
    public string? Id { get; init; }
}
