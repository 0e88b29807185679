using ContainerNet.Checks;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Comparing;

/// <summary>
/// Two hosts: on which paths something else becomes of a packet, and which single difference does it. A difference that is put into the
/// host where the packet gets through and stops it there, or is taken from there and lets it through on the other, is the one.
/// </summary>
internal sealed class PairWalk
{
    /// <summary>Rules that an engine has lost were not written otherwise by another version of it.</summary>
    private static readonly string[] s_damage = ["CN3001", "CN3002", "CN3004", "CN3011", "CN3016"];

    private const int MostFacts = 300;

    private readonly HostCopy _reference;
    private readonly HostCopy _other;
    private readonly Dictionary<string, PacketPath> _referencePaths;
    private readonly Dictionary<string, PacketPath> _otherPaths;
    private readonly List<FactKey> _differing;

    /// <summary>The pair.</summary>
    public PairWalk(HostCopy reference, Dictionary<string, PacketPath> referencePaths, HostCopy other, IEnumerable<FactKey> differing)
    {
        _reference = reference;
        _other = other;
        _referencePaths = referencePaths;
        _otherPaths = UsedPaths.Walk(other.Facts, other.Roles);
        _differing = [.. differing.OrderBy(d => d.Area)];
    }

    /// <summary>The paths that each difference changes by itself. Paths that several differences change only together stand under one
    /// that names no fact (null).</summary>
    public Dictionary<FactKey, List<ChangedPath>> Changes(CancellationToken cancellationToken)
    {
        Dictionary<FactKey, List<ChangedPath>> changes = [];
        HashSet<string> changed = [.. _referencePaths.Keys.Where(k => _otherPaths.TryGetValue(k, out PacketPath? path) && Differs(_referencePaths[k].Verdict, path.Verdict))];
        bool isDamaged = changed.Count > 0 && IsDamaged();
        foreach (FactKey key in _differing.Where(d => IsWalked(d.Area)).Take(changed.Count == 0 ? 0 : MostFacts))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isDamaged && key.Area is FactArea.Engine or FactArea.EngineOption)
            {
                continue;
            }

            List<string> names = Changed([key, .. Transplant.Closure(key, _differing)], changed);
            if (names.Count > 0)
            {
                changes[key] = [.. names.Select(Path)];
            }
        }

        TogetherBy(changes, changed, cancellationToken);
        foreach (IGrouping<FactKey, string> there in Missing().GroupBy(m => m.Key, m => m.Path))
        {
            changes.TryAdd(there.Key, []);
            changes[there.Key].AddRange(there.Select(Path));
        }

        return changes;
    }

    /// <summary>What no difference does alone: all rules of one owner at once, as after a flush.</summary>
    private void TogetherBy(Dictionary<FactKey, List<ChangedPath>> changes, HashSet<string> changed, CancellationToken cancellationToken)
    {
        HashSet<string> left = [.. changed.Except(changes.Values.SelectMany(c => c).Select(c => c.Path), StringComparer.Ordinal)];
        foreach (IGrouping<RuleOwner, FactKey> same in _differing.Where(d => d.Area is FactArea.Rules or FactArea.Policy).GroupBy(d => d.Owner))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (left.Count == 0 || same.Count() < 2)
            {
                continue;
            }

            List<string> names = Changed([.. same], left);
            foreach (FactKey key in same.Where(_ => names.Count > 0))
            {
                changes.TryAdd(key, []);
                changes[key].AddRange(names.Select(Path));
            }

            left.ExceptWith(names);
        }
    }

    /// <summary>The paths among these that the facts change when they are put into either host.</summary>
    private List<string> Changed(List<FactKey> keys, HashSet<string> among)
    {
        // One walk in each direction, over all paths that differ.
        HashSet<string> result = [];
        foreach ((HostCopy from, HostCopy into) in new[] { (_other, _reference), (_reference, _other) })
        {
            HashSet<string> left = [.. among.Where(a => !result.Contains(a))];
            if (left.Count == 0 || Transplant.Apply(keys, from, into) is not { } mixed)
            {
                continue;
            }

            Dictionary<string, PacketPath> paths = UsedPaths.Walk(mixed.Facts, mixed.Roles, left);
            result.UnionWith(left.Where(name => paths.TryGetValue(name, out PacketPath? path)
                && path.Verdict == Verdict(name, from) && path.Verdict != Verdict(name, into)));
        }

        return [.. among.Where(result.Contains)];
    }

    private PathVerdict? Verdict(string name, HostCopy host) =>
        (ReferenceEquals(host, _reference) ? _referencePaths : _otherPaths).GetValueOrDefault(name)?.Verdict;

    /// <summary>Paths that one of the hosts has not, by the difference that is about their container.</summary>
    private IEnumerable<(FactKey Key, string Path)> Missing()
    {
        foreach (string name in _referencePaths.Keys.Except(_otherPaths.Keys, StringComparer.Ordinal)
            .Concat(_otherPaths.Keys.Except(_referencePaths.Keys, StringComparer.Ordinal)))
        {
            PacketPath path = _referencePaths.TryGetValue(name, out PacketPath? own) ? own : _otherPaths[name];
            FactKey? key = s_presence.Select(area => _differing.Find(d => d.Area == area && d.Container is not null && d.Container == path.Container))
                .FirstOrDefault(d => d is not null);

            // What nobody could use on the host that has it, nobody misses on the other.
            if (key is not null && path.Verdict == PathVerdict.Delivered)
            {
                yield return (key, name);
            }
        }
    }

    private static readonly FactArea[] s_presence =
        [FactArea.Container, FactArea.NetworkMode, FactArea.Ports, FactArea.Listeners, FactArea.ProxyRoute];

    private ChangedPath Path(string name)
    {
        PacketPath? reference = _referencePaths.GetValueOrDefault(name);
        PacketPath? other = _otherPaths.GetValueOrDefault(name);
        PacketPath one = other ?? reference!;
        PacketPath? worse = new[] { other, reference }.FirstOrDefault(p => p is not null && p.Verdict != PathVerdict.Delivered);
        return new ChangedPath
        {
            Path = name,
            From = one.From,
            Container = one.Container,
            Port = one.Port,
            Reference = _reference.Name,
            ReferenceVerdict = reference?.Verdict,
            Host = _other.Name,
            Verdict = other?.Verdict,
            Message = worse?.Message ?? "",
        };
    }

    /// <summary>Unknown is no difference.</summary>
    private static bool Differs(PathVerdict one, PathVerdict other) => one != other && one != PathVerdict.Unknown && other != PathVerdict.Unknown;

    private static bool IsWalked(FactArea area) => area is not (FactArea.RuleBackend or FactArea.Kernel or FactArea.OperatingSystem or FactArea.BootSetting
        or FactArea.Container or FactArea.ProxyRoute);

    private bool IsDamaged()
    {
        HashSet<string> Codes(HostCopy host) => [.. CheckRunner.Run(host.Facts).Findings.Select(f => f.Code).Intersect(s_damage)];
        return !Codes(_reference).SetEquals(Codes(_other));
    }
}
