namespace ContainerNet.Sources.Engines.Api;

/// <summary>The addresses of a network.</summary>
internal sealed record IpamDetail
{
    public List<IpamRange?>? Config { get; init; }
}
