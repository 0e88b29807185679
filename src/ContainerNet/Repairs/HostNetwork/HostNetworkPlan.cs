namespace ContainerNet.Repairs.HostNetwork;

/// <summary>A project moved to the host's network: what changes in which file, what stands in the way, and what is left to do by hand.</summary>
public sealed record HostNetworkPlan
{
    /// <summary>The files that change.</summary>
    public IReadOnlyList<ConvertedFile> Files { get; init; } = [];

    /// <summary>Why it cannot be converted; with any of these, nothing may be written.</summary>
    public IReadOnlyList<HostNetworkNote> Obstacles { get; init; } = [];

    /// <summary>What is different afterwards, and what has to be done by hand.</summary>
    public IReadOnlyList<HostNetworkNote> Notes { get; init; } = [];

    /// <summary>The ports of the host that the services listen at then.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>The services that are moved.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];
}
