using System.Text.Json.Serialization;

namespace ContainerNet.Model.Proxies;

/// <summary>A reverse proxy that runs: where, since when, and what its files say.</summary>
public sealed record RunningProxy
{
    /// <summary>The program: nginx.</summary>
    public required string Program { get; init; }

    /// <summary>The process that reads the configuration (nginx's master), as the host numbers it.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The engine of its container; null when it runs in none that is known.</summary>
    public string? Engine { get; init; }

    /// <summary>Its container; null when it runs on the host, or in something that no engine told of.</summary>
    public string? Container { get; init; }

    /// <summary>Does it see the interfaces of the host, so that 127.0.0.1 is the host's?</summary>
    public bool InHostNetwork { get; init; }

    /// <summary>When its oldest worker was started, which is when it last took its configuration; null when it has none.</summary>
    public DateTimeOffset? LoadedAt { get; init; }

    /// <summary>Its configuration as the files have it now.</summary>
    public required Proxy Configuration { get; init; }

    /// <summary>Files of the configuration that were changed since it was taken.</summary>
    public IReadOnlyList<ChangedFile> ChangedFiles { get; init; } = [];

    /// <summary>The texts of its files, by the names that the proxy knows them by. Read for repairs only, and not kept in snapshots, for there may
    /// be passwords in them. Of a proxy in a container only those in a folder of the host that it sees: the others are its image's.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, ConfigurationText> Texts { get; init; } = new Dictionary<string, ConfigurationText>(StringComparer.Ordinal);

    /// <summary>The names in the file hosts that it sees.</summary>
    public IReadOnlyList<HostsEntry> Hosts { get; init; } = [];

    /// <summary>What failed since the configuration was taken, by its error log; null when the log could not be read.</summary>
    public IReadOnlyList<ProxyLogSummary>? Failures { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Container is null ? $"{Program} (process {ProcessId})" : $"{Program} in container {Container}";
}
