namespace ContainerNet.Sources.Engines.Api;

/// <summary>A container's place on one network.</summary>
internal sealed record EndpointDetail
{
    public string? NetworkID { get; init; }

    public string? IPAddress { get; init; }

    public string? GlobalIPv6Address { get; init; }

    public string? Gateway { get; init; }
}
