using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>One line of the table of traces: make the host like this, send or watch that packet, and this must be said.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="From">Where the packet begins: External, Loopback, a container. With <see cref="Client"/>, its source address.</param>
/// <param name="To">A container or an address.</param>
/// <param name="Port">The port.</param>
/// <param name="Verdict">What must become of it.</param>
public sealed record TraceCase(string Name, string From, string To, int Port, string Verdict)
{
    /// <summary>Where this is so; everywhere unless said.</summary>
    public IReadOnlyList<Suite> Suites { get; init; } = [Suite.Bookworm, Suite.Trixie, Suite.Forky];

    /// <summary>What is done to the host before.</summary>
    public IReadOnlyList<string[]> Prepare { get; init; } = [];

    /// <summary>What takes it back.</summary>
    public IReadOnlyList<string[]> Undo { get; init; } = [];

    /// <summary>Whether the other machine sends it, and it is watched.</summary>
    public bool Client { get; init; }

    /// <summary>The hop that must have decided; null when none must.</summary>
    public HopExpectation? Decider { get; init; }

    /// <summary>Hops that must be on the path, in this order.</summary>
    public IReadOnlyList<HopExpectation> Hops { get; init; } = [];

    /// <summary>What is wrong with a path; null when it is as it must be.</summary>
    public string? WrongWith(ReportedPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Verdict != Verdict)
        {
            return $"{Verdict} was expected";
        }

        if (!path.Complete)
        {
            return "it must be complete";
        }

        if (Decider is null ? path.DecidingHop is not null : path.DecidingHop is null || !Decider.Fits(path.DecidingHop))
        {
            return $"decided by {Decider?.ToString() ?? "none"} was expected";
        }

        int at = 0;
        foreach (HopExpectation wanted in Hops)
        {
            while (at < path.Hops.Count && !wanted.Fits(path.Hops[at]))
            {
                at++;
            }

            if (at++ == path.Hops.Count)
            {
                return $"on the path, or not in its place, is missing: {wanted}";
            }
        }

        return null;
    }
}
