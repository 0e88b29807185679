namespace ContainerNet.Sources.Engines.Api;

/// <summary>A container's ports and places as they are now.</summary>
internal sealed record NetworkSettingsDetail
{
    /// <summary>By container port, such as 80/tcp; null for one that is exposed and not published.</summary>
    public Dictionary<string, List<PortDetail?>?>? Ports { get; init; }

    public string? SandboxKey { get; init; }

    /// <summary>By network name.</summary>
    public Dictionary<string, EndpointDetail?>? Networks { get; init; }
}
