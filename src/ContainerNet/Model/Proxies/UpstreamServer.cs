namespace ContainerNet.Model.Proxies;

/// <summary>A server of an upstream.</summary>
public sealed record UpstreamServer
{
    /// <summary>The host name or address, an IPv6 address with its brackets; empty for a unix socket.</summary>
    public string Host { get; init; } = "";

    /// <summary>The port; 80 when none is written.</summary>
    public int Port { get; init; }

    /// <summary>The path of a unix socket.</summary>
    public string? UnixPath { get; init; }

    /// <summary>Its share of the requests.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Is it only asked when no other answers?</summary>
    public bool Backup { get; init; }

    /// <summary>Was it taken out?</summary>
    public bool Down { get; init; }

    /// <summary>Is its name resolved again and again, not once at the start?</summary>
    public bool Resolve { get; init; }

    /// <summary>After how many failures it is left alone; 0 for never.</summary>
    public int MaxFails { get; init; } = 1;

    /// <summary>For how long it is left alone then.</summary>
    public TimeSpan FailTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where it stands.</summary>
    public SourceLine? Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => UnixPath is null ? $"{Host}:{Port}" : $"unix:{UnixPath}";
}
