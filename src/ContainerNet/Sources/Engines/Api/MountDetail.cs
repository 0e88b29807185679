namespace ContainerNet.Sources.Engines.Api;

/// <summary>What is mounted into a container.</summary>
internal sealed record MountDetail
{
    public string? Type { get; init; }

    public string? Source { get; init; }

    public string? Destination { get; init; }

    public bool? RW { get; init; }
}
