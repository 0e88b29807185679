using System.Globalization;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Comparing;

/// <summary>
/// Compares hosts, two or a thousand. Of each only some hundred short values are kept; the few that differ are read again for the walk.
/// </summary>
/// <param name="load">Reads a snapshot again, by the number that <see cref="Add"/> gave it.</param>
public sealed class SnapshotComparer(Func<int, Snapshot> load)
{
    /// <summary>So many hosts with different differences are walked: each is a matter of a tenth of a second.</summary>
    public const int MostWalks = 64;

    private readonly List<FactSheet> _sheets = [];
    private readonly List<string> _names = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<FactKey, FactKey> _keys = [];

    /// <summary>How many hosts there are.</summary>
    public int Count => _sheets.Count;

    /// <summary>How many hosts differ in a way that was not walked, because there are too many of them.</summary>
    public int NotWalked { get; private set; }

    /// <summary>Takes a host in, and gives its number.</summary>
    /// <param name="sheet">The host.</param>
    /// <param name="name">What it is called beside its own name, where two have the same: the file, the computer.</param>
    public int Add(FactSheet sheet, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        sheet.Intern(_texts, _keys);
        _sheets.Add(sheet);
        _names.Add(NameOf(sheet.Host, name));
        return _sheets.Count - 1;
    }

    /// <summary>The differences, those first that change what becomes of packets.</summary>
    /// <param name="reference">The number of the host that all others are held against; null for what most have.</param>
    /// <param name="progress">Told which host is being walked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IReadOnlyList<SnapshotDifference> Compare(int? reference, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        Dictionary<FactKey, List<string?>> differing = Differing();
        Dictionary<FactKey, string> usual = differing.ToDictionary(
            d => d.Key, d => reference is int chosen && d.Value[chosen] is { } value ? value : MostFrequent(d.Value));
        if (differing.Count == 0)
        {
            return [];
        }

        int first = reference ?? Enumerable.Range(0, _sheets.Count).MinBy(h => differing.Count(d => d.Value[h] is { } v && v != usual[d.Key]));
        Dictionary<FactKey, List<ChangedPath>> changes = Walk(first, differing, progress, cancellationToken);
        return Ranked(differing, usual, changes);
    }

    private string NameOf(string host, string? other)
    {
        if (_taken.Add(host))
        {
            return host;
        }

        string name = other is null ? host : $"{host} ({other})";
        for (int i = 2; !_taken.Add(name); i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{host} ({(other is null ? "" : $"{other} ")}{i})");
        }

        return name;
    }

    /// <summary>The facts of which two hosts have different values, with the value of every host.</summary>
    private Dictionary<FactKey, List<string?>> Differing()
    {
        Dictionary<FactKey, List<string?>> differing = [];
        foreach (FactKey key in _keys.Keys)
        {
            string? first = null;
            bool differs = false;
            foreach (FactSheet sheet in _sheets)
            {
                string? value = sheet.ValueOf(key);
                first ??= value;
                if (value is not null && !ReferenceEquals(value, first) && value != first)
                {
                    differs = true;
                    break;
                }
            }

            if (differs)
            {
                differing[key] = [.. _sheets.Select(s => s.ValueOf(key))];
            }
        }

        return differing;
    }

    private static string MostFrequent(List<string?> values) => values.OfType<string>()
        .GroupBy(v => v, StringComparer.Ordinal).MaxBy(g => g.Count())!.Key;

    /// <summary>Walks the reference, and one of all hosts that differ from it in the same way.</summary>
    private Dictionary<FactKey, List<ChangedPath>> Walk(
        int first, Dictionary<FactKey, List<string?>> differing, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        Dictionary<FactKey, List<ChangedPath>> changes = [];
        List<IGrouping<string, int>> groups = [.. Enumerable.Range(0, _sheets.Count).Where(h => h != first)
            .GroupBy(h => Signature(h, first, differing), StringComparer.Ordinal).Where(g => g.Key.Length > 0).OrderByDescending(g => g.Count())];
        NotWalked = groups.Skip(MostWalks).Sum(g => g.Count());
        if (groups.Count == 0)
        {
            return changes;
        }

        HostCopy reference = HostCopy.Of(_names[first], load(first));
        Dictionary<string, PacketPath> paths = UsedPaths.Walk(reference.Facts, reference.Roles);
        foreach (IGrouping<string, int> same in groups.Take(MostWalks))
        {
            cancellationToken.ThrowIfCancellationRequested();
            int host = same.First();
            progress?.Report($"walking {_names[host]}");
            HostCopy other = HostCopy.Of(_names[host], load(host));
            PairWalk pair = new(reference, paths, other, differing.Keys.Where(k => Differs(differing[k], host, first)));
            foreach ((FactKey key, List<ChangedPath> changed) in pair.Changes(cancellationToken))
            {
                changes.TryAdd(key, []);
                changes[key].AddRange(changed);
            }
        }

        return changes;
    }

    private static bool Differs(List<string?> values, int one, int other) =>
        values[one] is { } own && values[other] is { } theirs && own != theirs;

    /// <summary>What of a host can change a path, if it is not as on another; empty when nothing can.</summary>
    private static string Signature(int host, int first, Dictionary<FactKey, List<string?>> differing) => string.Join('\u0001', differing
        .Where(d => d.Key.Area is not (FactArea.Kernel or FactArea.OperatingSystem or FactArea.BootSetting or FactArea.RuleBackend) && Differs(d.Value, host, first))
        .Select(d => $"{d.Key.Text}\u0002{d.Value[host]}"));

    private List<SnapshotDifference> Ranked(
        Dictionary<FactKey, List<string?>> differing, Dictionary<FactKey, string> usual, Dictionary<FactKey, List<ChangedPath>> changes)
    {
        HashSet<string> PathsOf(FactKey key) => [.. changes.GetValueOrDefault(key, []).Select(c => c.Path)];
        Dictionary<FactKey, FactKey> causes = [];
        foreach (FactKey cause in differing.Keys.OrderBy(k => k.Area).ThenBy(k => k.Text, StringComparer.Ordinal))
        {
            foreach (FactKey effect in causes.ContainsKey(cause) ? [] : Transplant.Closure(cause, differing.Keys).Where(e => e != cause))
            {
                // What breaks more than its cause does is no mere effect of it.
                if (changes.ContainsKey(cause) ? PathsOf(effect).IsSubsetOf(PathsOf(cause)) : !changes.ContainsKey(effect))
                {
                    causes.TryAdd(effect, cause);
                }
            }
        }

        IEnumerable<FactKey> order = differing.Keys
            .OrderByDescending(k => changes.ContainsKey(k))
            .ThenBy(k => causes.ContainsKey(k))
            .ThenByDescending(k => changes.GetValueOrDefault(k, []).Select(c => c.Path).Distinct(StringComparer.Ordinal).Count())
            .ThenBy(k => k.Area)
            .ThenBy(k => k.Text, StringComparer.Ordinal);
        return [.. order.Select((key, index) => new SnapshotDifference
        {
            Code = key.Code,
            Title = DifferenceCatalog.TitleOf(key.Code),
            Rank = index + 1,
            Fact = key.Text,
            Area = key.Area,
            Container = key.Container,
            Network = key.Network,
            Values = Values(key, differing[key], usual[key]),
            Hosts = [.. differing[key].Select((v, h) => (v, h)).Where(v => v.v is not null && v.v != usual[key]).Select(v => _names[v.h])],
            Breaks = changes.GetValueOrDefault(key, []),
            CausedBy = causes.TryGetValue(key, out FactKey? cause) ? cause.Text : null,
        })];
    }

    private List<FactValue> Values(FactKey key, List<string?> values, string usual) =>
        [.. values.Select((v, h) => (Value: v, Host: h)).Where(v => v.Value is not null).GroupBy(v => v.Value!, StringComparer.Ordinal)
            .OrderByDescending(g => g.Key == usual).ThenByDescending(g => g.Count())
            .Select(g => new FactValue(ValueText.Of(key, g.Key, usual, g.Key == usual), [.. g.Select(v => _names[v.Host])], g.Key == usual))];
}
