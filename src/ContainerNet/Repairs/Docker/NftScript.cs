using System.Globalization;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>
/// Writes the text for `nft --file`, which commits as one transaction. What is new is made with `create`, which fails when somebody
/// made it meanwhile. Rules that stand are told by their handles, so that rules of others stay as they are, with their counters.
/// </summary>
internal sealed class NftScript
{
    private readonly string _table;
    private readonly Dictionary<string, string?> _hooks;
    private readonly Dictionary<string, FirewallChain> _now;
    private readonly List<ChainChange> _changes;
    private readonly List<string> _newMaps;
    private readonly List<MapChange> _elements;
    private readonly bool _isNew;

    public NftScript(
        FirewallTable table, IReadOnlyList<(string Name, string? Hook)> chains, Dictionary<string, FirewallChain> now,
        List<ChainChange> changes, List<string> newMaps, List<MapChange> elements, bool isNew)
    {
        _table = $"{table.Family} {table.Name}";
        _hooks = chains.ToDictionary(chain => chain.Name, chain => chain.Hook, StringComparer.Ordinal);
        _now = now;
        _changes = changes;
        _newMaps = newMaps;
        _elements = elements;
        _isNew = isNew;
    }

    /// <summary>The text that makes the changes.</summary>
    public string Forward()
    {
        StringBuilder text = new();
        if (_isNew)
        {
            Line(text, $"create table {_table}");
        }

        _newMaps.ForEach(map => Line(text, $"create map {_table} {map} {{ type ifname : verdict; }}"));
        foreach (ChainChange change in _changes.Where(change => change.IsNew))
        {
            Line(text, $"create chain {_table} {change.Chain}{(_hooks[change.Chain] is { } hook ? $" {{ {hook} }}" : "")}");
        }

        foreach (ChainChange change in _changes)
        {
            foreach (int position in change.Removed)
            {
                Line(text, $"delete rule {_table} {change.Chain} handle {Handle(change, position)}");
            }

            Add(text, change);
        }

        foreach (MapChange element in _elements)
        {
            Replace(text, element.Map, element.Key, element.Before, element.After);
        }

        return text.ToString();
    }

    /// <summary>The text that takes them back. Handles of rules that are not there yet nobody knows, so a chain is emptied and
    /// filled as it was.</summary>
    public string Back()
    {
        if (_isNew)
        {
            return $"delete table {_table}\n";
        }

        StringBuilder text = new();
        foreach (MapChange element in _elements)
        {
            Replace(text, element.Map, element.Key, element.After, element.Before);
        }

        foreach (ChainChange change in _changes)
        {
            Line(text, $"flush chain {_table} {change.Chain}");
            foreach (string rule in change.Before)
            {
                Line(text, $"add rule {_table} {change.Chain} {rule}");
            }
        }

        foreach (ChainChange change in _changes.Where(change => change.IsNew))
        {
            Line(text, $"delete chain {_table} {change.Chain}");
        }

        _newMaps.ForEach(map => Line(text, $"delete map {_table} {map}"));
        return text.ToString();
    }

    /// <summary>What nft prints before the text, of each chain that changes; and after it, of those that are new as well. Of a table
    /// that is new it is the whole, because its inverse takes the whole away.</summary>
    public IEnumerable<CommandCheck> Checks(bool isAfter)
    {
        if (_isNew)
        {
            return isAfter
                ? [new CommandCheck(List("--terse", "list", "table"), Listing(
                    [.. _newMaps.Select(map => (string[])[$"map {map} {{", "\ttype ifname : verdict", "}"]), .. _changes.Select(c => Chain(c, c.After))]))]
                : [];
        }

        return _changes.Where(change => isAfter || !change.IsNew).Select(change => new CommandCheck(
            List("list", "chain", change.Chain), Listing([Chain(change, isAfter ? change.After : change.Before)])));
    }

    private CommandLine List(params string[] words)
    {
        int at = Array.FindIndex(words, word => word is "chain" or "table") + 1;
        return CommandLine.Of(["nft", "--stateless", "--numeric-priority", .. words[..at], .. _table.Split(' '), .. words[at..]]);
    }

    private string[] Chain(ChainChange change, IReadOnlyList<string> rules) =>
        [$"chain {change.Chain} {{", .. rules.Prepend(_hooks[change.Chain]).OfType<string>().Select(line => $"\t{line}"), "}"];

    private string Listing(IEnumerable<string[]> blocks) =>
        $"table {_table} {{\n{string.Join("\n\n", blocks.Select(lines => string.Join('\n', lines.Select(line => $"\t{line}"))))}\n}}";

    private void Add(StringBuilder text, ChainChange change)
    {
        HashSet<int> removed = [.. change.Removed];
        Queue<int> standing = new(Enumerable.Range(0, change.Before.Count).Where(at => !removed.Contains(at)));
        HashSet<int> added = [.. change.Added];
        for (int at = 0; at < change.After.Count; at++)
        {
            if (!added.Contains(at))
            {
                standing.Dequeue();
            }
            else if (standing.TryPeek(out int next))
            {
                Line(text, $"insert rule {_table} {change.Chain} position {Handle(change, next)} {change.After[at]}");
            }
            else
            {
                Line(text, $"add rule {_table} {change.Chain} {change.After[at]}");
            }
        }
    }

    private string Handle(ChainChange change, int position) =>
        _now[change.Chain].Rules[position].Handle!.Value.ToString(CultureInfo.InvariantCulture);

    private void Replace(StringBuilder text, string map, string key, string? from, string? to)
    {
        if (from is not null)
        {
            Line(text, $"delete element {_table} {map} {{ \"{key}\" }}");
        }

        if (to is not null)
        {
            Line(text, $"add element {_table} {map} {{ \"{key}\" : {to} }}");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
