namespace ContainerNet.Sources.Engines.Api;

/// <summary>What a container asks of the host.</summary>
internal sealed record HostConfigDetail
{
    public string? NetworkMode { get; init; }

    public List<string?>? ExtraHosts { get; init; }

    /// <summary>By container port, such as 80/tcp.</summary>
    public Dictionary<string, List<PortDetail?>?>? PortBindings { get; init; }
}
