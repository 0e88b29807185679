namespace ContainerNet.Sources.Engines.Api;

/// <summary>The host's side of a published port.</summary>
internal sealed record PortDetail
{
    public string? HostIp { get; init; }

    public string? HostPort { get; init; }
}
