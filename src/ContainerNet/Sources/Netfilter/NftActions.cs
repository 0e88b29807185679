using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>What the statements of an nft rule do. A rule may have several: the one that decides counts, and the others are
/// effects.</summary>
internal static class NftActions
{
    private static readonly RuleEffect s_nothing = new() { Kind = RuleAction.Continue };
    private static readonly RuleEffect s_log = new() { Kind = RuleAction.Log };
    private static readonly RuleEffect s_noTrack = new() { Kind = RuleAction.NoTrack };

    /// <summary>The action of one statement that is no match.</summary>
    public static NftAction Of(JsonElement statement, string family, NftMatches matches)
    {
        if (Json.Single(statement, out string kind) is not JsonElement body)
        {
            return Unknown(statement, family);
        }

        return kind switch
        {
            "counter" or "continue" or "last" => new NftAction(RuleAction.Continue),
            "accept" => new NftAction(RuleAction.Accept),
            "drop" => new NftAction(RuleAction.Drop),
            "return" => new NftAction(RuleAction.Return),
            "set" or "map" or "flow" or "dup" or "ct helper" or "ct timeout" or "ct expectation" or "secmark" =>
                new NftAction(RuleAction.Continue, Effect: s_nothing),
            "jump" => Needed(RuleAction.Jump, Json.Text(body, "target")),
            "goto" => Needed(RuleAction.Goto, Json.Text(body, "target")),
            "reject" => new NftAction(RuleAction.Reject, Reason(body)),
            "dnat" => NftMaps.Translation(RuleAction.Dnat, body, statement, family, matches),
            "snat" => NftMaps.Translation(RuleAction.Snat, body, statement, family, matches),
            "masquerade" => NftMaps.Translation(RuleAction.Masquerade, body, statement, family, matches),
            "redirect" => NftMaps.Translation(RuleAction.Redirect, body, statement, family, matches),
            "tproxy" => new NftAction(RuleAction.Tproxy, NftStatements.NatTarget(body)),
            "log" => new NftAction(RuleAction.Log, Effect: s_log),
            "notrack" => new NftAction(RuleAction.NoTrack, Effect: s_noTrack),
            "mangle" => Mangle(body, statement, family),
            "vmap" => NftMaps.Verdict(body, matches),
            _ => Unknown(statement, family),
        };
    }

    /// <summary>Something that this version does not understand.</summary>
    public static NftAction Unknown(JsonElement statement, string family) =>
        new(RuleAction.Unknown, NftStatements.Of(statement, family));

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
    private static NftAction Mangle(JsonElement body, JsonElement statement, string family)
    {
        if (Json.Member(body, "key") is not JsonElement key || Json.Single(key, out string kind) is not JsonElement inner)
        {
            return Unknown(statement, family);
        }

        string name = Json.Text(inner, "key") ?? Json.Text(inner, "field") ?? "";
        return (kind, name) switch
        {
            ("meta" or "ct", "mark") => Mark(key, body, statement, family),
            ("meta", "nftrace") => new NftAction(RuleAction.Trace, Effect: s_nothing),
            ("meta", "priority" or "secmark")
                or ("ct", "label" or "event" or "secmark")
                or ("payload", "dscp" or "ecn" or "checksum")
                or ("tcp option", _) => Harmless(statement, family),
            ("payload", "ttl" or "hoplimit") when Json.Member(body, "value") is JsonElement value && Json.Number(value) > 1 =>
                Harmless(statement, family),
            _ => Unknown(statement, family),
        };
    }

    private static NftAction Harmless(JsonElement statement, string family) => new(
        RuleAction.Mangle, NftStatements.Of(statement, family), new RuleEffect { Kind = RuleAction.Mangle });

    private static NftAction Mark(JsonElement key, JsonElement body, JsonElement statement, string family)
    {
        string? value = Json.Member(body, "value") is JsonElement given ? NftText.Of(given, NftStyle.Hex) : null;
        RuleMark? mark = Json.Member(body, "value") is JsonElement expression ? NftMarks.Of(key, expression) : null;
        return new NftAction(RuleAction.Mark, value, mark is null
            ? new RuleEffect { Kind = RuleAction.Unknown, Text = NftStatements.Of(statement, family) }
            : new RuleEffect { Kind = RuleAction.Mark, Mark = mark });
    }

    private static NftAction Needed(RuleAction action, string? target) =>
        target is null ? new NftAction(RuleAction.Unknown) : new NftAction(action, target);

    private static string? Reason(JsonElement body) => (Json.Text(body, "type"), Json.Text(body, "expr")) switch
    {
        (null, _) => null,
        (string type, null) => type,
        (string type, string code) => $"{type} {code}",
    };
}
