using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>What the checks made of a snapshot.</summary>
public sealed record Diagnosis
{
    /// <summary>The host's name.</summary>
    public required string Host { get; init; }

    /// <summary>When the host was looked at.</summary>
    public required DateTimeOffset CollectedAt { get; init; }

    /// <summary>Root causes first, then latent ones, then consequences; within a role the worst first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What could not be looked at, with the codes that were skipped for it.</summary>
    public required IReadOnlyList<Gap> Gaps { get; init; }
}
