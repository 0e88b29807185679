using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>What the statements of an nft rule do. A rule may have several: the one that decides counts.</summary>
internal static class NftActions
{
    /// <summary>The action of one statement that is no match, with its target.</summary>
    public static (RuleAction Action, string? Target) Of(JsonElement statement, string family)
    {
        if (Json.Single(statement, out string kind) is not JsonElement body)
        {
            return (RuleAction.Unknown, NftStatements.Of(statement, family));
        }

        return kind switch
        {
            "accept" => (RuleAction.Accept, null),
            "drop" => (RuleAction.Drop, null),
            "return" => (RuleAction.Return, null),
            "continue" or "counter" or "set" or "flow" or "dup" or "ct helper" or "ct timeout" or "ct expectation"
                or "secmark" or "last" => (RuleAction.Continue, null),
            "jump" => Needed(RuleAction.Jump, Json.Text(body, "target")),
            "goto" => Needed(RuleAction.Goto, Json.Text(body, "target")),
            "reject" => (RuleAction.Reject, Reason(body)),
            "dnat" => Needed(RuleAction.Dnat, Text(body)),
            "snat" => Needed(RuleAction.Snat, Text(body)),
            "masquerade" => (RuleAction.Masquerade, Text(body)),
            "redirect" => (RuleAction.Redirect, Text(body)),
            "tproxy" => (RuleAction.Tproxy, Text(body)),
            "log" => (RuleAction.Log, null),
            "notrack" => (RuleAction.NoTrack, null),
            "mangle" => Mangle(body, statement, family),
            _ => (RuleAction.Unknown, NftStatements.Of(statement, family)),
        };
    }

    /// <summary>Which of two actions of one rule decides what becomes of the packet.</summary>
    public static bool Outranks(RuleAction action, RuleAction other) => Rank(action) > Rank(other);

    private static int Rank(RuleAction action) => action switch
    {
        RuleAction.Continue => 0,
        RuleAction.Mangle => 1,
        RuleAction.Log => 2,
        RuleAction.Trace => 3,
        RuleAction.Mark => 4,
        RuleAction.NoTrack => 5,
        RuleAction.Tproxy => 7,
        RuleAction.Unknown => 8,
        _ => 6,
    };

    // A header field that is rewritten without connection tracking moves the packet elsewhere: only what cannot is named.
    private static (RuleAction Action, string? Target) Mangle(JsonElement body, JsonElement statement, string family)
    {
        string text = NftStatements.Of(statement, family);
        if (Json.Member(body, "key") is not JsonElement key || Json.Single(key, out string kind) is not JsonElement inner)
        {
            return (RuleAction.Unknown, text);
        }

        string name = Json.Text(inner, "key") ?? Json.Text(inner, "field") ?? "";
        return (kind, name) switch
        {
            ("meta" or "ct", "mark") => (RuleAction.Mark, MarkText(body)),
            ("meta", "nftrace") => (RuleAction.Trace, null),
            ("meta", "priority" or "secmark") => (RuleAction.Mangle, text),
            ("ct", "label" or "event" or "secmark") => (RuleAction.Mangle, text),
            ("payload", "dscp" or "ecn" or "ttl" or "hoplimit" or "checksum") => (RuleAction.Mangle, text),
            ("tcp option", _) => (RuleAction.Mangle, text),
            _ => (RuleAction.Unknown, text),
        };
    }

    private static string? MarkText(JsonElement body) =>
        Json.Member(body, "value") is JsonElement value ? NftText.Of(value, NftStyle.Hex) : null;

    private static (RuleAction Action, string? Target) Needed(RuleAction action, string? target) =>
        target is null ? (RuleAction.Unknown, null) : (action, target);

    private static string? Text(JsonElement body) => NftStatements.NatTarget(body) is { Length: > 0 } target ? target : null;

    private static string? Reason(JsonElement body) => (Json.Text(body, "type"), Json.Text(body, "expr")) switch
    {
        (null, _) => null,
        (string type, null) => type,
        (string type, string code) => $"{type} {code}",
    };
}
