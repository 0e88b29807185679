using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads one rule of `nft -j -a list`.</summary>
internal static class NftRuleReader
{
    /// <summary>The rule with its conditions and what it does; without its text where nobody will read it.</summary>
    public static FirewallRule Read(JsonElement rule, FirewallTable table, string chain, int number, Func<string, NftSet?> sets, bool withText)
    {
        List<RuleMatch> matches = [];
        NftMatches reader = new(table.Family, sets, matches);
        (RuleAction action, string? target) = (RuleAction.Continue, null);
        (long? packets, long? bytes) = (null, null);
        string? comment = Json.Text(rule, "comment");
        if (Json.Member(rule, "expr") is not { ValueKind: JsonValueKind.Array } statements)
        {
            return new FirewallRule { Table = table, Chain = chain, Number = number, Text = NftText.Raw(rule), Action = RuleAction.Unknown };
        }

        foreach (JsonElement statement in statements.EnumerateArray())
        {
            if (ReadCondition(statement, table, reader))
            {
                continue;
            }

            (RuleAction Action, string? Target) what = Json.Member(statement, "vmap") is JsonElement map
                ? ReadMap(map, reader, sets)
                : NftActions.Of(statement, table.Family);
            if (NftActions.Outranks(what.Action, action))
            {
                (action, target) = what;
            }

            if (Json.Member(statement, "counter") is JsonElement counter)
            {
                packets ??= Json.Number(counter, "packets");
                bytes ??= Json.Number(counter, "bytes");
            }
        }

        return new FirewallRule
        {
            Table = table,
            Chain = chain,
            Number = number,
            Handle = Json.Number(rule, "handle"),
            Text = withText ? NftStatements.RuleText(statements, comment, table.Family) : "",
            Matches = matches,
            Action = action,
            Target = target,
            Packets = packets,
            Bytes = bytes,
            Comment = comment,
            Owner = RuleOwnership.OfTable(table),
        };
    }

    private static bool ReadCondition(JsonElement statement, FirewallTable table, NftMatches reader)
    {
        if (Json.Single(statement, out string kind) is not JsonElement body)
        {
            return false;
        }

        switch (kind)
        {
            case "match":
                reader.Read(body, statement);
                return true;
            case "limit" or "quota" or "ct count":
                reader.Add(RuleField.Limit, [NftStatements.Of(statement, table.Family)], negated: false);
                return true;
            case "set" when Json.Member(body, "stmt") is not null:
                // update @set { ip saddr limit rate ... }: goes on only while the rate of this element holds.
                reader.Add(RuleField.Limit, [NftStatements.Of(statement, table.Family)], negated: false);
                return true;
            case "xt" when Json.Text(body, "type") == "match":
                reader.Add(RuleField.Unknown, [NftStatements.Of(statement, table.Family)], negated: false);
                return true;
            default:
                return false;
        }
    }

    // The keys become a condition, the verdicts the target: "docker0 : jump CHAIN, lo : accept".
    private static (RuleAction Action, string? Target) ReadMap(JsonElement map, NftMatches reader, Func<string, NftSet?> sets)
    {
        if (Json.Member(map, "key") is not JsonElement key || Json.Member(map, "data") is not JsonElement data)
        {
            return (RuleAction.Unknown, NftText.Raw(map));
        }

        NftSet? set = data.ValueKind == JsonValueKind.String && data.GetString() is ['@', ..] name
            ? sets(name[1..])
            : Json.Member(data, "set") is JsonElement elements ? NftSets.Read(elements) : null;
        if (set?.Members is not IReadOnlyList<string> members || set.Verdicts.Count != members.Count)
        {
            reader.Add(RuleField.Set, [$"{NftText.Of(key)} {NftText.MapData(map, NftStyle.Plain)}"], negated: false);
            return (RuleAction.VerdictMap, null);
        }

        reader.ReadMapKey(key, members);
        return (RuleAction.VerdictMap, string.Join(", ", members.Zip(set.Verdicts, (member, verdict) => $"{member} : {verdict}")));
    }
}
