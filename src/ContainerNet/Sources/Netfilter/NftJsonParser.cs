using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads the JSON of `nft -j -a list ruleset`, `list table` and `list tables` (libnftables-json(5)).</summary>
internal sealed class NftJsonParser
{
    private readonly Dictionary<(FirewallTable, string), NftSet> _sets = [];
    private readonly Dictionary<(FirewallTable, string), List<FirewallRule>> _rules = [];
    private readonly List<FirewallChain> _chains = [];
    private readonly List<FirewallTable> _tables = [];
    private string? _damage;

    private readonly bool _iptablesTexts;

    private NftJsonParser(bool iptablesTexts) => _iptablesTexts = iptablesTexts;

    /// <summary>Parses the text, which may be cut off or not be JSON at all. The texts of rules in iptables' own tables cost a
    /// third of the time and are wanted only where iptables-save hides something: without them, Whole has them.</summary>
    public static NftRuleset Parse(string json, bool iptablesTexts = true)
    {
        NftJsonParser parser = new(iptablesTexts);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            parser.Read(document.RootElement);
        }
        catch (JsonException error)
        {
            parser._damage = "not JSON: " + ToolText.Clean(error.Message);
        }
        catch (InvalidOperationException error)
        {
            // A string that is no text, such as half of a surrogate pair.
            parser._damage = "not readable: " + ToolText.Clean(error.Message);
        }

        return new NftRuleset { Tables = parser._tables, Chains = parser.Chains(), Damage = parser._damage, Whole = iptablesTexts ? null : () => Parse(json) };
    }

    private void Read(JsonElement root)
    {
        if (Json.Member(root, "nftables") is not { ValueKind: JsonValueKind.Array } objects)
        {
            _damage = "there is no list named nftables";
            return;
        }

        // Rules name sets, and a set may stand behind its rule.
        foreach (JsonElement entry in objects.EnumerateArray())
        {
            if (Json.Single(entry, out string kind) is JsonElement body && kind != "rule")
            {
                ReadObject(kind, body);
            }
        }

        foreach (JsonElement entry in objects.EnumerateArray())
        {
            if (Json.Member(entry, "rule") is JsonElement rule)
            {
                ReadRule(rule);
            }
        }
    }

    private void ReadObject(string kind, JsonElement body)
    {
        if (kind is not ("table" or "chain" or "set" or "map"))
        {
            return;
        }

        string? name = Json.Text(body, "name");
        FirewallTable? table = TableOf(body, kind == "table" ? "name" : "table");
        if (name is null || table is null)
        {
            Damaged($"a {kind} without a name");
        }
        else if (kind == "table")
        {
            _tables.Add(table.Value);
        }
        else if (kind == "chain")
        {
            AddChain(body, table.Value, name);
        }
        else
        {
            _sets[(table.Value, name)] = NftSets.OfObject(body);
        }
    }

    private void AddChain(JsonElement body, FirewallTable table, string name)
    {
        if (!_rules.TryAdd((table, name), []))
        {
            return;
        }

        string? hook = Json.Text(body, "hook");
        _chains.Add(new FirewallChain
        {
            Table = table,
            Name = name,
            Hook = hook,
            Priority = hook is null ? null : (int?)Json.Number(body, "prio"),
            Type = Json.Text(body, "type"),
            Policy = hook is null ? null : Policy(Json.Text(body, "policy")),
            Handle = Json.Number(body, "handle"),
            Owner = RuleOwnership.OfTable(table),
        });
    }

    private void ReadRule(JsonElement rule)
    {
        string? chain = Json.Text(rule, "chain");
        FirewallTable? table = TableOf(rule, "table");
        if (chain is null || table is null || !_rules.TryGetValue((table.Value, chain), out List<FirewallRule>? rules))
        {
            Damaged("a rule of a chain that is not listed");
            return;
        }

        string name = rules.Count > 0 ? rules[0].Chain : chain;
        rules.Add(NftRuleReader.Read(rule, table.Value, name, rules.Count + 1, set => _sets.GetValueOrDefault((table.Value, set)), _iptablesTexts || !NftReader.IsIptables(table.Value)));
    }

    private List<FirewallChain> Chains()
    {
        List<FirewallChain> chains = new(_chains.Count);
        foreach (FirewallChain chain in _chains)
        {
            chains.Add(chain with { Rules = _rules[(chain.Table, chain.Name)] });
        }

        return chains;
    }

    private void Damaged(string what) => _damage ??= what;

    private static FirewallTable? TableOf(JsonElement body, string member) =>
        Json.Text(body, "family") is string family && Json.Text(body, member) is string table
            ? new FirewallTable(FirewallBackend.Nftables, family, table)
            : null;

    private static RuleAction Policy(string? policy) => policy switch
    {
        null or "accept" => RuleAction.Accept,
        "drop" => RuleAction.Drop,
        _ => RuleAction.Unknown,
    };
}
