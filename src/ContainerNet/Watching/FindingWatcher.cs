using System.Runtime.CompilerServices;
using ContainerNet.Checks;
using ContainerNet.Collection;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Watching;

/// <summary>Watches a host for findings: after each change only the facts that it may have touched are read again, and only
/// the checks that look at these are run again.</summary>
public sealed class FindingWatcher
{
    private readonly IHost _host;
    private readonly HostWatcher _watcher;
    private readonly CheckMemory _checks = new();
    private Snapshot? _facts;
    private Dictionary<string, Finding> _known = new(StringComparer.Ordinal);

    /// <summary>For a watcher that was started, of all kinds of changes.</summary>
    public FindingWatcher(IHost host, HostWatcher watcher)
    {
        _host = host;
        _watcher = watcher;
    }

    /// <summary>What could not be looked at when it began.</summary>
    public IReadOnlyList<Gap> Gaps { get; private set; } = [];

    /// <summary>How many checks ran the last time.</summary>
    public int Ran => _checks.Ran;

    /// <summary>Looks at the whole host once; the findings that are there.</summary>
    public async Task<IReadOnlyList<FindingChange>> StartAsync(CancellationToken cancellationToken)
    {
        _facts = await new SnapshotCollector(_host).CollectAsync(cancellationToken);
        Diagnosis diagnosis = _checks.Run(_facts, FactKinds.All);
        Gaps = diagnosis.Gaps;
        return Compare(diagnosis, FindingState.Present, []);
    }

    /// <summary>Findings as they come and go, until it is cancelled.</summary>
    public async IAsyncEnumerable<FindingChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (IReadOnlyList<NetChange> batch in _watcher.ReadBatchesAsync(cancellationToken))
        {
            FactKinds kinds = SnapshotUpdate.Whole(batch.Aggregate(FactKinds.None, (all, change) => all | FactsOf(change)));
            Snapshot newer = await new SnapshotCollector(_host, new CollectOptions { Kinds = kinds }).CollectAsync(cancellationToken);
            _facts = SnapshotUpdate.Over(_facts!, newer);
            foreach (FindingChange change in Compare(_checks.Run(_facts, kinds), FindingState.Appeared, batch))
            {
                yield return change;
            }
        }
    }

    /// <summary>The facts that a change may have touched.</summary>
    internal static FactKinds FactsOf(NetChange change) => change.Kind switch
    {
        ChangeKind.Forwarding or ChangeKind.Setting => FactKinds.Settings | FactKinds.Links,
        ChangeKind.Rules => FactKinds.Firewall | FactKinds.Firewall6
            | (change.Actor?.Process is "firewalld" ? FactKinds.Firewalld : FactKinds.None),
        ChangeKind.Link or ChangeKind.Address or ChangeKind.Route => FactKinds.Links | FactKinds.Settings,
        ChangeKind.Engine => FactKinds.Engines,
        ChangeKind.Unit => FactKinds.Units | FactKinds.Firewalld,
        _ => FactKinds.All,
    };

    private List<FindingChange> Compare(Diagnosis diagnosis, FindingState state, IReadOnlyList<NetChange> because)
    {
        Dictionary<string, Finding> now = new(StringComparer.Ordinal);
        List<FindingChange> changes = [];
        foreach (Finding finding in diagnosis.Findings)
        {
            if (now.TryAdd(KeyOf(finding), finding) && !_known.ContainsKey(KeyOf(finding)))
            {
                changes.Add(new FindingChange(diagnosis.CollectedAt, state, finding, because));
            }
        }

        changes.AddRange(_known.Where(k => !now.ContainsKey(k.Key))
            .Select(k => new FindingChange(diagnosis.CollectedAt, FindingState.Gone, k.Value, because)));
        _known = now;
        return changes;
    }

    /// <summary>Two findings are the same when they say the same of the same thing, with whatever evidence.</summary>
    private static string KeyOf(Finding f) =>
        $"{f.Code}|{f.Role}|{f.Subject}|{f.Engine}|{f.Container}|{f.Network}|{f.Port}|{f.Protocol}|{f.Interface}";
}
