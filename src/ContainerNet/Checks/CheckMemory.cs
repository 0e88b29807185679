using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>Diagnoses a host again and again, and each time runs only the checks whose facts are new.</summary>
public sealed class CheckMemory
{
    // A path leads over all of these; units and firewalld's own settings explain one, and stop none.
    private const FactKinds OfPaths = FactKinds.Engines | FactKinds.Listeners | FactKinds.HostListeners | FactKinds.Settings
        | FactKinds.Links | FactKinds.Firewall | FactKinds.Firewall6 | FactKinds.Firewalld;

    private readonly Dictionary<ICheck, IReadOnlyList<Finding>> _known = [];
    private IReadOnlyList<PacketPath> _paths = [];

    /// <summary>How many checks ran the last time.</summary>
    public int Ran { get; private set; }

    /// <summary>The diagnosis of a snapshot of which only these facts are newer than those of the last one.</summary>
    public Diagnosis Run(Snapshot facts, FactKinds changed)
    {
        ArgumentNullException.ThrowIfNull(facts);
        List<ICheck> skipped = [];
        Ran = 0;
        foreach (ICheck check in CheckCatalog.All)
        {
            if (!check.CanRun(facts))
            {
                skipped.Add(check);
                _known.Remove(check);
            }
            else if ((check.Needs & changed) != FactKinds.None || !_known.ContainsKey(check))
            {
                Ran++;
                _known[check] = [.. check.Run(facts)];
            }
        }

        if ((changed & OfPaths) != FactKinds.None)
        {
            _paths = Diagnoser.CanWalk(facts) ? [.. PredictedPaths.Of(facts)] : [];
        }

        Diagnosis diagnosis = new()
        {
            Host = facts.Host.Name,
            CollectedAt = facts.CollectedAt,
            Findings = CheckRunner.Finish(CauseLinker.Link([.. _known.Values.SelectMany(f => f)], facts), facts),
            Gaps = [.. SkippedChecks.Name(facts, skipped)],
        };
        return _paths.Count > 0 ? Diagnoser.Join(diagnosis, facts, _paths) : diagnosis;
    }
}
