namespace ContainerNet.Sources.Engines.Api;

/// <summary>One address range.</summary>
internal sealed record IpamRange
{
    public string? Subnet { get; init; }

    public string? Gateway { get; init; }
}
