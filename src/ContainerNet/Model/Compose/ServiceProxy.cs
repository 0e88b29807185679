
namespace ContainerNet.Model.Compose;

/// <summary>The nginx of a service, as far as its configuration is on the host.</summary>
public sealed record ServiceProxy
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>The files of its configuration that the service sees through its mounts.</summary>
    public IReadOnlyList<ServiceProxyFile> Files { get; init; } = [];

    /// <summary>What of its configuration is not on the host, or could not be read.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];
}
