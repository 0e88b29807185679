using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Compose;

/// <summary>A service of a project as far as the network is concerned.</summary>
public sealed record ComposeService
{
    /// <summary>Its name, which other services reach it by.</summary>
    public required string Name { get; init; }

    /// <summary>Where its name stands.</summary>
    public required YamlPlace Source { get; init; }

    /// <summary>The image; "" when it is built and not named.</summary>
    public string Image { get; init; } = "";

    /// <summary>The container's name, where one is given.</summary>
    public string? ContainerName { get; init; }

    /// <summary>bridge, host, none, service:NAME, container:NAME or another network; null when networks say it.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>The networks that it is attached to.</summary>
    public IReadOnlyList<ComposeAttachment> Networks { get; init; } = [];

    /// <summary>The ports that it publishes.</summary>
    public IReadOnlyList<ComposePort> Ports { get; init; } = [];

    /// <summary>The ports that it says others of the project may use, as they were written: "9091", "80/udp", "3000-3005".</summary>
    public IReadOnlyList<YamlScalar> Expose { get; init; } = [];

    /// <summary>The services that are started before it.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Files, folders and volumes that it sees.</summary>
    public IReadOnlyList<ComposeMount> Mounts { get; init; } = [];

    /// <summary>The profiles that it belongs to.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>How many containers of it are asked for.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Everything it says, merged and filled in. Each part still knows where it was written.</summary>
    public required YamlMapping Node { get; init; }

    /// <summary>Does it share the host's network?</summary>
    public bool IsHostNetwork => NetworkMode == "host";

    /// <summary>Has it a network of its own, which other services reach it in?</summary>
    public bool IsBridged => NetworkMode is null or "bridge" or "default"
        || (NetworkMode is not ("host" or "none") && !NetworkMode.Contains(':', StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
