using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>The whole diagnosis of a host from its facts: every check, and the way of every packet that its clients send.</summary>
public static class Diagnoser
{
    /// <summary>Looks for every fault of the catalogue, walks the path of every published port from every vantage, and joins both.</summary>
    public static Diagnosis Run(Snapshot facts, CheckFilter? filter = null) => Walk(facts, filter).Diagnosis;

    /// <summary>The same with the paths, in the order of <see cref="PredictedPaths.Of"/>; none where the facts do not suffice for a
    /// walk.</summary>
    internal static (Diagnosis Diagnosis, IReadOnlyList<PacketPath> Paths) Walk(Snapshot facts, CheckFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(facts);

        if (!CanWalk(facts))
        {
            return (CheckRunner.Run(facts, filter), []);
        }

        // Both look at the same facts and change nothing: the paths are walked while the checks run.
        Task<List<PacketPath>> walking = Task.Run(() => PredictedPaths.Of(facts).ToList());
        Diagnosis diagnosis = CheckRunner.Run(facts, filter);
        List<PacketPath> paths = walking.GetAwaiter().GetResult();
        return (Join(diagnosis, facts, paths, filter), paths);
    }

    /// <summary>What checks found, and what the ways of packets tell besides.</summary>
    internal static Diagnosis Join(Diagnosis diagnosis, Snapshot facts, IReadOnlyList<PacketPath> paths, CheckFilter? filter = null)
    {
        Diagnosis joined = PathFindings.Merge(diagnosis, facts, paths, filter);
        return joined with { Gaps = [.. joined.Gaps, .. Unknown(paths)] };
    }

    /// <summary>A snapshot of an earlier version lacks what a walk needs: it gets the answers that it always got.</summary>
    internal static bool CanWalk(Snapshot facts) =>
        facts.Namespaces is not null && facts.Has(FactKinds.Engines | FactKinds.Links | FactKinds.Firewall);

    /// <summary>What nobody can say is said: a path that could not be walked to its end must not pass for one that is open.</summary>
    private static IEnumerable<Gap> Unknown(IReadOnlyList<PacketPath> paths) =>
        from path in paths
        where path.Verdict == PathVerdict.Unknown
        group path by path.DecidingHop?.Detail ?? path.Message into same
        select new Gap
        {
            Facts = FactKinds.Firewall,
            Source = $"path from {Questions.Names(same.Select(p => p.From))} to {Questions.Names(same.Select(p => p.To))}",
            Reason = $"nothing can be said about it: {same.Key}",
            Remedy = "Get-PacketPath shows how far it could be followed, Trace-PacketPath follows a real packet.",
            Partial = true,
            SkippedCodes = ["CN3003"],
        };
}
