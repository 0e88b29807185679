using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>One line of the table: break a host like this, and that must be named first.</summary>
/// <param name="Fault">File in tests/Lab/faults, without .sh; 'healthy' breaks nothing.</param>
/// <param name="Code">The first finding above Info; null: there must be none.</param>
public sealed record FaultCase(string Fault, string? Code)
{
    /// <summary>Where this is so; everywhere unless said.</summary>
    public IReadOnlyList<Suite> Suites { get; init; } = [Suite.Bookworm, Suite.Trixie, Suite.Forky];

    /// <summary>Whether the host boots with firewalld.</summary>
    public bool Firewalld { get; init; }

    /// <summary>Whether dockerd is made to know firewalld where the start order of the units leaves that to chance.</summary>
    public bool DockerKnowsFirewalld { get; init; } = true;

    /// <summary>What the first finding's evidence must name: a file, rule, unit or process.</summary>
    public string? Evidence { get; init; }

    /// <summary>Whether the fault can be taken back, so that the next case can have the same host.</summary>
    public bool Undo { get; init; }
}
