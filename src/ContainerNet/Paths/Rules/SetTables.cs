using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>The named sets and maps of a namespace, by their tables and names.</summary>
internal sealed class SetTables
{
    private readonly Dictionary<(FirewallTable Table, string Name), FirewallSet> _named = [];
    private readonly Dictionary<(FirewallTable Table, string Name, string Fields), KeyTable> _keys = [];

    /// <summary>Knows these.</summary>
    public SetTables(IReadOnlyList<FirewallSet> sets)
    {
        Ipsets = new Ipsets(sets);
        foreach (FirewallSet set in sets)
        {
            if (set.Table is FirewallTable table)
            {
                _named.TryAdd((table, set.Name), set);
            }
        }
    }

    /// <summary>Those of ipset.</summary>
    public Ipsets Ipsets { get; }

    /// <summary>The members of a set of nf_tables as keys; null when they were not read.</summary>
    public KeyTable? Keys(FirewallTable table, string name, RuleField[] fields)
    {
        if (!_named.TryGetValue((table, name), out FirewallSet? set) || set.Elements is null)
        {
            return null;
        }

        // A set may be asked by many rules.
        (FirewallTable, string, string) key = (table, name, string.Join(',', fields));
        if (!_keys.TryGetValue(key, out KeyTable? keys))
        {
            keys = KeyTables.Of(fields, set.Elements.Select(element => element.Key), out _);
            _keys[key] = keys;
        }

        return keys;
    }

    /// <summary>The entries of a rule's map; null when they were not read.</summary>
    public IReadOnlyList<SetElement>? Elements(FirewallTable table, RuleMap map) => map.Name is null
        ? map.Elements
        : _named.GetValueOrDefault((table, map.Name))?.Elements ?? (map.Elements.Count > 0 ? map.Elements : null);
}
