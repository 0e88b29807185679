namespace ContainerNet.Sources.Engines.Api;

/// <summary>What a container is doing.</summary>
internal sealed record StateDetail
{
    public string? Status { get; init; }

    public int? Pid { get; init; }

    public int? ExitCode { get; init; }

    public string? Error { get; init; }

    public string? StartedAt { get; init; }

    public HealthDetail? Health { get; init; }
}
