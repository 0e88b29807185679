namespace ContainerNet.Sources.Engines.Api;

/// <summary>GET /version.</summary>
internal sealed record VersionReply
{
    public string? Version { get; init; }

    public List<VersionComponent?>? Components { get; init; }
}
