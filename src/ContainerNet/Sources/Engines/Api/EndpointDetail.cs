namespace ContainerNet.Sources.Engines.Api;

/// <summary>A container's place on one network.</summary>
internal sealed record EndpointDetail
{
    public string? NetworkID { get; init; }

    public string? IPAddress { get; init; }

    public string? GlobalIPv6Address { get; init; }

    public string? Gateway { get; init; }

    public List<string?>? Aliases { get; init; }

    /// <summary>All its names, from Docker 25 on, which left the short identifier out of Aliases.</summary>
    public List<string?>? DNSNames { get; init; }

    public List<string?>? Links { get; init; }
}
