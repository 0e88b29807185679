namespace ContainerNet.Model;

/// <summary>A process of the host that forwards a published port (docker-proxy, rootlessport, pasta, slirp4netns).</summary>
public sealed record HostProcess
{
    /// <summary>Process id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Its name (comm).</summary>
    public required string Name { get; init; }

    /// <summary>The address and port that it forwards from, such as 0.0.0.0:8080, or null.</summary>
    public string? ForwardsFrom { get; init; }

    /// <summary>The address and port that it forwards to, such as 172.17.0.2:80, or null.</summary>
    public string? ForwardsTo { get; init; }

    /// <summary>The network namespace that it serves, as the file that its command line names (pasta, slirp4netns); else null.</summary>
    public string? NetworkPath { get; init; }

    /// <summary>How the host's own loopback is reached through it: an address (pasta's --map-host-loopback), "gateway" (pasta without
    /// --no-map-gw, slirp4netns without --disable-host-loopback); null when it is hidden, or for other programs.</summary>
    public string? HostLoopback { get; init; }

    /// <summary>The transport.</summary>
    public Protocol Protocol { get; init; }
}
