using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>The tables, chains, sets and rules of a listing of nft, as its objects come.</summary>
internal sealed class NftTables
{
    private readonly List<FirewallTable> _tables = [];
    private readonly List<FirewallSet> _sets = [];
    private readonly List<ChainRules> _chains = [];
    private readonly Dictionary<string, List<ChainRules>> _byName = new(StringComparer.Ordinal);
    private readonly NftSetUse _use = new();
    private ChainRules? _last;
    private int _rules;
    private string? _damage;

    /// <summary>Takes one object; kinds that are not known are passed over.</summary>
    public void Add(string kind, JsonElement body)
    {
        switch (kind)
        {
            case "rule":
                AddRule(body);
                break;
            case "table" or "chain" or "set" or "map":
                AddObject(kind, body);
                break;
            default:
                break;
        }
    }

    /// <summary>All that came; <paramref name="damage"/> is what was wrong with the text itself.</summary>
    public NftRuleset ToRuleset(string? damage)
    {
        List<FirewallSet> sets = [.. _sets.Select(_use.Mark)];
        NftSetMembers members = new(sets);
        List<FirewallChain> chains = new(_chains.Count);
        foreach (ChainRules chain in _chains)
        {
            for (int at = 0; at < chain.Rules.Count; at++)
            {
                chain.Rules[at] = members.Complete(chain.Rules[at]);
            }

            chain.Rules.TrimExcess();
            chains.Add(chain.Chain with { Rules = chain.Rules.Count == 0 ? [] : chain.Rules });
        }

        return new NftRuleset { Tables = _tables, Chains = chains, Sets = sets, Damage = damage ?? _damage };
    }

    private void AddObject(string kind, JsonElement body)
    {
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
            _sets.Add(NftSets.Read(body, table.Value, name, kind == "map"));
        }
    }

    private void AddChain(JsonElement body, FirewallTable table, string name)
    {
        if (Find(table, name) is not null)
        {
            return;
        }

        string? hook = Json.Text(body, "hook");
        ChainRules chain = new(
            new FirewallChain
            {
                Table = table,
                Name = name,
                Hook = hook,
                Priority = hook is null ? null : (int?)Json.Number(body, "prio"),
                Type = Json.Text(body, "type"),
                Policy = hook is null ? null : Policy(Json.Text(body, "policy")),
                Handle = Json.Number(body, "handle"),
                Owner = RuleOwnership.OfTable(table),
            },
            []);
        _chains.Add(chain);
        if (!_byName.TryGetValue(name, out List<ChainRules>? named))
        {
            _byName[name] = named = [];
        }

        named.Add(chain);
    }

    private void AddRule(JsonElement rule)
    {
        if (++_rules > IptablesTables.MostRules)
        {
            Damaged($"more than {IptablesTables.MostRules} rules");
        }
        else if (ChainOf(rule) is ChainRules chain)
        {
            chain.Rules.Add(NftRuleReader.Read(rule, chain.Chain.Table, chain.Chain.Name, chain.Rules.Count + 1, _use));
        }
        else
        {
            Damaged("a rule of a chain that is not listed");
        }
    }

    // Rules of a chain stand together: the names are compared, and no string is made of them.
    private ChainRules? ChainOf(JsonElement rule)
    {
        if (_last is ChainRules last && Is(rule, "chain", last.Chain.Name) && Is(rule, "table", last.Chain.Table.Name)
            && Is(rule, "family", last.Chain.Table.Family))
        {
            return last;
        }

        return _last = Json.Text(rule, "chain") is string chain && TableOf(rule, "table") is FirewallTable table
            ? Find(table, chain)
            : null;
    }

    private ChainRules? Find(FirewallTable table, string name) =>
        _byName.TryGetValue(name, out List<ChainRules>? named) ? named.Find(chain => chain.Chain.Table == table) : null;

    private void Damaged(string what) => _damage ??= what;

    private static bool Is(JsonElement body, string member, string text) =>
        Json.Member(body, member) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(text);

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

    private sealed record ChainRules(FirewallChain Chain, List<FirewallRule> Rules);
}
