namespace ContainerNet.Model.Proxies;

/// <summary>A named group of servers.</summary>
public sealed record Upstream
{
    /// <summary>The name that proxy_pass calls it by.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required SourceLine Source { get; init; }

    /// <summary>Its servers.</summary>
    public IReadOnlyList<UpstreamServer> Servers { get; init; } = [];

    /// <summary>How many idle connections are kept, where it says.</summary>
    public Setting<int>? Keepalive { get; init; }

    /// <summary>The zone that worker processes share, which `resolve` needs.</summary>
    public Setting<string>? Zone { get; init; }

    /// <summary>Everything else it says: ip_hash, least_conn, balancer_by_lua_block ...</summary>
    public IReadOnlyList<ProxyDirective> Others { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"upstream {Name}";
}
