using System.Net;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Model;

/// <summary>A container as far as the network is concerned.</summary>
public sealed record Container
{
    /// <summary>The engine that runs it.</summary>
    public required string Engine { get; init; }

    /// <summary>The engine's identifier.</summary>
    public required string Id { get; init; }

    /// <summary>Its name without the leading slash.</summary>
    public required string Name { get; init; }

    /// <summary>The image reference it was made from.</summary>
    public string Image { get; init; } = "";

    /// <summary>The name of the program that it runs, without folder and arguments, past a script at its entrance; null when it was not
    /// read.</summary>
    public string? Command { get; init; }

    /// <summary>The digest of the image that it runs ("sha256:..."), whatever the reference means by now: it is taken over the image's
    /// configuration, in which the digests of all its layers stand. Null when the engine did not tell, and in snapshots of an earlier
    /// version.</summary>
    public string? ImageId { get; init; }

    /// <summary>What it is doing.</summary>
    public ContainerState State { get; init; }

    /// <summary>healthy, unhealthy, starting, or null without a health check.</summary>
    public string? Health { get; init; }

    /// <summary>Exit status of the last run; meaningful when it is not running.</summary>
    public int ExitCode { get; init; }

    /// <summary>The engine's own words on why it did not start.</summary>
    public string? Error { get; init; }

    /// <summary>When its process was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Process id of its first process on the host; 0 when it does not run.</summary>
    public int ProcessId { get; init; }

    /// <summary>bridge, host, none, a network's name, container:ID or ns:PATH.</summary>
    public string NetworkMode { get; init; } = "default";

    /// <summary>Its attachments, one per network.</summary>
    public IReadOnlyList<ContainerEndpoint> Endpoints { get; init; } = [];

    /// <summary>The ports that it asks the engine to publish, whether or not it runs.</summary>
    public IReadOnlyList<PortBinding> PortBindings { get; init; } = [];

    /// <summary>The ports that the engine says are published now.</summary>
    public IReadOnlyList<PortBinding> ActivePorts { get; init; } = [];

    /// <summary>Sockets that listen in its network namespace; null when they could not be read.</summary>
    public IReadOnlyList<ContainerListener>? Listeners { get; init; }

    /// <summary>The lines of its file /etc/hosts, one for each name; null when it was not read.</summary>
    public IReadOnlyList<HostsEntry>? Hosts { get; init; }

    /// <summary>The names that it was given at its start, as "name:address" (--add-host); null when they were not read.</summary>
    public IReadOnlyList<string>? ExtraHosts { get; init; }

    /// <summary>Files and folders of the host that it sees; null when they were not read.</summary>
    public IReadOnlyList<ContainerMount>? Mounts { get; init; }

    /// <summary>The ports that its image, or who made it, says clients are meant for; null when they were not read.</summary>
    public IReadOnlyList<ExposedPort>? ExposedPorts { get; init; }

    /// <summary>Services of the host that its command names; null when they were not read.</summary>
    public IReadOnlyList<HostTarget>? HostTargets { get; init; }

    /// <summary>The file by which its network namespace is held, such as /run/user/1000/netns/netns-1; null when not told.</summary>
    public string? NetworkPath { get; init; }

    /// <summary>The systemd service that it was started by, as Podman notes it; null when it notes none.</summary>
    public string? Unit { get; init; }

    /// <summary>Does its process run?</summary>
    public bool IsRunning => State is ContainerState.Running or ContainerState.Paused;

    /// <summary>Does it share the host's network namespace?</summary>
    public bool IsHostNetwork => string.Equals(NetworkMode, "host", StringComparison.Ordinal);

    /// <summary>Its addresses of one family, over all networks.</summary>
    public IEnumerable<IPAddress> Addresses(AddressFamily family) => Endpoints
        .Select(e => family == AddressFamily.IPv4 ? e.IPv4 : e.IPv6)
        .OfType<IPAddress>();
}
