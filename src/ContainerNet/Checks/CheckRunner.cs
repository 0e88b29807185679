using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>Runs every check over a snapshot and puts the findings in order.</summary>
public static class CheckRunner
{
    /// <summary>Looks for every fault of the catalogue.</summary>
    public static Diagnosis Run(Snapshot facts, CheckFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        List<Task<List<Finding>>> runs = [];
        List<ICheck> skipped = [];
        foreach (ICheck check in CheckCatalog.All)
        {
            if (check.CanRun(facts))
            {
                // Checks are pure, so they need not wait for each other: in a process that has just started, most of their
                // time is the compiler's.
                runs.Add(Task.Run(() => check.Run(facts).ToList()));
            }
            else
            {
                skipped.Add(check);
            }
        }

        List<Finding> findings = [.. runs.SelectMany(run => run.GetAwaiter().GetResult())];
        IReadOnlyList<Finding> linked = CauseLinker.Link(findings, facts);
        return new Diagnosis
        {
            Host = facts.Host.Name,
            CollectedAt = facts.CollectedAt,
            Findings = Finish(linked.Where(f => filter is null || filter.Wants(f, facts)), facts),
            Gaps = [.. SkippedChecks.Name(facts, skipped)],
        };
    }

    /// <summary>Puts findings in the order of a diagnosis, and the host's name into them.</summary>
    internal static IReadOnlyList<Finding> Finish(IEnumerable<Finding> findings, Snapshot facts) => [.. findings
        .OrderBy(f => Rank(f.Role))
        .ThenByDescending(f => f.Severity)
        .ThenBy(f => f.Code, StringComparer.Ordinal)
        .ThenBy(f => f.Subject, StringComparer.Ordinal)
        .Select(f => f with { HostName = facts.Host.Name })];

    private static int Rank(FindingRole role) => role switch
    {
        FindingRole.RootCause => 0,
        FindingRole.Latent => 1,
        _ => 2,
    };
}
