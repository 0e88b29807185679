namespace ContainerNet.Sources.Engines.Api;

/// <summary>The outcome of a health check.</summary>
internal sealed record HealthDetail
{
    public string? Status { get; init; }
}
