namespace ContainerNet.Model.Proxies;

/// <summary>A server of plain TCP or UDP: a forwarder of connections.</summary>
public sealed record StreamServer
{
    /// <summary>Where it stands.</summary>
    public required SourceLine Source { get; init; }

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<Listen> Listens { get; init; } = [];

    /// <summary>Where connections go: host and port, the name of an upstream, or variables.</summary>
    public Setting<string>? ProxyPass { get; init; }

    /// <summary>Everything else it says.</summary>
    public IReadOnlyList<ProxyDirective> Others { get; init; } = [];
}
