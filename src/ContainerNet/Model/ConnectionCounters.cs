namespace ContainerNet.Model;

/// <summary>What connection tracking counted in the host's namespace since it came up, summed over the processors
/// (/proc/net/stat/nf_conntrack).</summary>
public sealed record ConnectionCounters
{
    /// <summary>Packets that were dropped: there was no room for their connection, or it went while they were on their way.</summary>
    public required long Dropped { get; init; }

    /// <summary>Connections that were put out, though nobody had ended them, to make room for a new one.</summary>
    public required long EvictedEarly { get; init; }

    /// <summary>New connections that could not be put into the table, mostly because an equal one was there first.</summary>
    public required long InsertFailed { get; init; }
}
