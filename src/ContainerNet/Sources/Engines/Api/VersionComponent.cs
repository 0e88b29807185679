namespace ContainerNet.Sources.Engines.Api;

/// <summary>A part of an engine; its name tells Docker and Podman apart.</summary>
internal sealed record VersionComponent
{
    public string? Name { get; init; }

    public string? Version { get; init; }
}
