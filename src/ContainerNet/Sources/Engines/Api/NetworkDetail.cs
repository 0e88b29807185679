namespace ContainerNet.Sources.Engines.Api;

/// <summary>An element of GET /networks.</summary>
internal sealed record NetworkDetail
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Driver { get; init; }

    public bool? Internal { get; init; }

    public IpamDetail? IPAM { get; init; }

    public Dictionary<string, string?>? Options { get; init; }
}
