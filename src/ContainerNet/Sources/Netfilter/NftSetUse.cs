using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Notes which sets the rules change: nft 1.0.6 does not print that a set is dynamic.</summary>
internal sealed class NftSetUse
{
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <summary>Notes what a statement of a rule changes.</summary>
    public void Note(JsonElement statement, FirewallTable table)
    {
        if (Json.Single(statement, out string kind) is JsonElement body && kind is "set" or "map"
            && (Json.Text(body, "set") ?? Json.Text(body, "map")) is ['@', ..] name)
        {
            _changed.Add(Key(table, name[1..]));
        }
    }

    /// <summary>The set, told as one that changes where rules add to it or take from it.</summary>
    public FirewallSet Mark(FirewallSet set) =>
        !set.Changes && set.Table is FirewallTable table && _changed.Contains(Key(table, set.Name)) ? set with { Changes = true } : set;

    private static string Key(FirewallTable table, string name) => $"{table} {name}";
}
