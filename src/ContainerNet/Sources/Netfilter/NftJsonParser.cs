using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads `nft -j -a list ruleset` (libnftables-json(5)): native tables become chains, and for the tables that
/// iptables-nft manages the handles of their rules are kept, in order.</summary>
internal static class NftJsonParser
{
    public static NftRuleset Parse(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("nftables", out JsonElement items)
            || items.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("no \"nftables\" array");
        }

        Dictionary<(FirewallTable, string), (FirewallChain Chain, List<FirewallRule> Rules)> chains = [];
        List<(FirewallTable, string)> order = [];
        foreach (JsonElement item in items.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            if (item.TryGetProperty("chain", out JsonElement chain))
            {
                FirewallChain read = ReadChain(chain);
                chains[(read.Table, read.Name)] = (read, []);
                order.Add((read.Table, read.Name));
            }
            else if (item.TryGetProperty("rule", out JsonElement rule))
            {
                FirewallTable table = TableOf(rule);
                string name = Text(rule, "chain");
                if (chains.TryGetValue((table, name), out (FirewallChain Chain, List<FirewallRule> Rules) entry))
                {
                    entry.Rules.Add(NftRuleParser.Read(rule, table, name, entry.Rules.Count + 1));
                }
            }
        }

        return new NftRuleset([.. order.Select(key => RuleOwnership.Assign(chains[key].Chain with { Rules = chains[key].Rules }))]);
    }

    private static FirewallChain ReadChain(JsonElement chain) => new()
    {
        Table = TableOf(chain),
        Name = Text(chain, "name"),
        Handle = Number(chain, "handle"),
        Hook = chain.TryGetProperty("hook", out JsonElement hook) ? hook.GetString() : null,
        Priority = (int?)Number(chain, "prio"),
        Type = chain.TryGetProperty("type", out JsonElement type) ? type.GetString() : null,
        Policy = !chain.TryGetProperty("hook", out _) ? null : Text(chain, "policy") switch
        {
            "drop" => RuleAction.Drop,
            // The kernel's own default (nf_tables_api.c).
            "accept" or "" => RuleAction.Accept,
            _ => RuleAction.Unknown,
        },
    };

    private static FirewallTable TableOf(JsonElement item) =>
        new(FirewallBackend.Nftables, Text(item, "family"), Text(item, "table"));

    internal static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    internal static long? Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out long number)
            ? number
            : null;
}
