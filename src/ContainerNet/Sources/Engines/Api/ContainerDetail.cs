namespace ContainerNet.Sources.Engines.Api;

/// <summary>GET /containers/ID/json, as far as the network is concerned.</summary>
internal sealed record ContainerDetail
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Image { get; init; }

    /// <summary>The program that it runs.</summary>
    public string? Path { get; init; }

    /// <summary>The words of its command; only services of the host that they name are kept.</summary>
    public List<string?>? Args { get; init; }

    public List<MountDetail?>? Mounts { get; init; }

    public StateDetail? State { get; init; }

    public HostConfigDetail? HostConfig { get; init; }

    public ConfigDetail? Config { get; init; }

    public NetworkSettingsDetail? NetworkSettings { get; init; }
}
