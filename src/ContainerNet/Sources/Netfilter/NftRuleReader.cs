using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads one rule of `nft -j -a list`.</summary>
internal sealed class NftRuleReader
{
    private readonly FirewallTable _table;
    private readonly NftSetUse _use;
    private readonly List<RuleMatch> _matches = [];
    private readonly NftMatches _reader;
    private List<RuleEffect>? _effects;
    private NftAction _deciding = new(RuleAction.Continue);
    private long? _packets;
    private long? _bytes;

    private NftRuleReader(FirewallTable table, NftSetUse use)
    {
        _table = table;
        _use = use;
        _reader = new NftMatches(table.Family, _matches);
    }

    /// <summary>The rule with its conditions and what it does; conditions on named sets name them only.</summary>
    public static FirewallRule Read(JsonElement rule, FirewallTable table, string chain, int number, NftSetUse use)
    {
        string? comment = Json.Text(rule, "comment");
        if (Json.Member(rule, "expr") is not { ValueKind: JsonValueKind.Array } statements)
        {
            return new FirewallRule
            {
                Table = table,
                Chain = chain,
                Number = number,
                Text = NftText.Raw(rule),
                Action = RuleAction.Unknown,
                Effects = [],
            };
        }

        NftRuleReader reader = new(table, use);
        foreach (JsonElement statement in statements.EnumerateArray())
        {
            reader.Add(statement);
        }

        return new FirewallRule
        {
            Table = table,
            Chain = chain,
            Number = number,
            Handle = Json.Number(rule, "handle"),
            Text = NftStatements.RuleText(statements, comment, table.Family),
            Matches = reader._matches.Count == 0 ? [] : reader._matches.ToArray(),
            Action = reader._deciding.Action,
            Target = reader._deciding.Target,
            Effects = reader._effects is null ? [] : reader._effects,
            Map = reader._deciding.Map,
            Packets = reader._packets,
            Bytes = reader._bytes,
            Comment = comment,
            Owner = RuleOwnership.OfTable(table),
        };
    }

    private void Add(JsonElement statement)
    {
        if (ReadCondition(statement))
        {
            return;
        }

        NftAction what = NftActions.Of(statement, _table.Family, _reader);
        if (NftActions.Outranks(what.Action, _deciding.Action))
        {
            _deciding = what;
        }

        if (what.Effect is RuleEffect effect)
        {
            _use.Note(statement, _table);
            (_effects ??= []).Add(_matches.Count == 0 ? effect : effect with { AfterMatches = _matches.Count });
        }
        else if (Json.Member(statement, "counter") is JsonElement counter)
        {
            _packets ??= Json.Number(counter, "packets");
            _bytes ??= Json.Number(counter, "bytes");
        }
    }

    private bool ReadCondition(JsonElement statement)
    {
        if (Json.Single(statement, out string kind) is not JsonElement body)
        {
            return false;
        }

        switch (kind)
        {
            case "match":
                _reader.Read(body, statement);
                return true;
            case "limit" or "quota" or "ct count":
                _reader.AddText(RuleField.Limit, statement);
                return true;
            case "set" or "map" when HasRate(body):
                // update @set { ip saddr limit rate ... }: goes on only while the rate of this element holds.
                _use.Note(statement, _table);
                _reader.AddText(RuleField.Limit, statement);
                return true;
            case "xt" when Json.Text(body, "type") == "match":
                _reader.AddText(RuleField.Unknown, statement);
                return true;
            default:
                return false;
        }
    }

    private static bool HasRate(JsonElement update) => Json.Member(update, "stmt") is { ValueKind: JsonValueKind.Array } statements
        && statements.EnumerateArray().Any(s => Json.Single(s, out string kind) is null || kind is not ("counter" or "last"));
}
