using System.Text;
using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Turns one rule of nft's JSON into text, matches and an action.</summary>
internal static class NftRuleParser
{
    public static FirewallRule Read(JsonElement rule, FirewallTable table, string chain, int number)
    {
        Draft draft = new();
        if (rule.TryGetProperty("expr", out JsonElement statements) && statements.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement statement in statements.EnumerateArray())
            {
                if (statement.ValueKind == JsonValueKind.Object)
                {
                    foreach (JsonProperty property in statement.EnumerateObject())
                    {
                        Statement(draft, property);
                    }
                }
                else
                {
                    draft.Unknown(statement.GetRawText());
                }
            }
        }
        else
        {
            draft.Unknown("(no expressions)");
        }

        return new FirewallRule
        {
            Table = table,
            Chain = chain,
            Number = number,
            Handle = NftJsonParser.Number(rule, "handle"),
            Text = draft.Text.ToString(),
            Matches = draft.Matches,
            Action = draft.Action,
            Target = draft.Target,
            Packets = draft.Packets,
            Bytes = draft.Bytes,
            Comment = rule.TryGetProperty("comment", out JsonElement comment) ? comment.GetString() : null,
        };
    }

    private static void Statement(Draft draft, JsonProperty property)
    {
        JsonElement value = property.Value;
        switch (property.Name)
        {
            case "match":
                Match(draft, value);
                break;
            case "counter":
                Counter(draft, value);
                break;
            case "accept":
                draft.Verdict(RuleAction.Accept, "accept");
                break;
            case "drop":
                draft.Verdict(RuleAction.Drop, "drop");
                break;
            case "return":
                draft.Verdict(RuleAction.Return, "return");
                break;
            case "continue":
                draft.Say("continue");
                break;
            case "jump" or "goto":
                string chain = NftJsonParser.Text(value, "target");
                draft.Verdict(property.Name == "jump" ? RuleAction.Jump : RuleAction.Goto, $"{property.Name} {chain}", chain);
                break;
            case "reject":
                draft.Verdict(RuleAction.Reject, NftExpression.Reject(value));
                break;
            case "dnat" or "snat" or "redirect" or "masquerade":
                Translation(draft, property.Name, value);
                break;
            case "vmap":
                draft.Verdict(RuleAction.VerdictMap, NftExpression.VerdictMap(value));
                break;
            case "limit":
                draft.Add(RuleField.Limit, false, [NftExpression.Limit(value)], $"limit {NftExpression.Limit(value)}");
                break;
            case "log":
                draft.Effect(RuleAction.Log, "log");
                break;
            case "notrack":
                draft.Effect(RuleAction.NoTrack, "notrack");
                break;
            case "mangle":
                Mangle(draft, value);
                break;
            case "tproxy":
                draft.Verdict(RuleAction.Tproxy, $"tproxy {value.GetRawText()}");
                break;
            default:
                draft.Unknown($"{property.Name} {value.GetRawText()}");
                break;
        }
    }

    private static void Counter(Draft draft, JsonElement value)
    {
        draft.Packets = value.ValueKind == JsonValueKind.Object ? NftJsonParser.Number(value, "packets") : null;
        draft.Bytes = value.ValueKind == JsonValueKind.Object ? NftJsonParser.Number(value, "bytes") : null;
        draft.Say("counter");
    }

    private static void Translation(Draft draft, string name, JsonElement value)
    {
        RuleAction action = name switch
        {
            "dnat" => RuleAction.Dnat,
            "snat" => RuleAction.Snat,
            "redirect" => RuleAction.Redirect,
            _ => RuleAction.Masquerade,
        };
        string? target = NftExpression.TranslationTarget(value);
        draft.Verdict(action, target is null ? name : $"{name} to {target}", target);
    }

    private static void Mangle(Draft draft, JsonElement value)
    {
        string key = value.TryGetProperty("key", out JsonElement k) ? NftExpression.Render(k) : "?";
        string set = value.TryGetProperty("value", out JsonElement v) ? NftExpression.Render(v) : "?";
        RuleAction action = key switch
        {
            "meta mark" or "ct mark" => RuleAction.Mark,
            "meta nftrace" => RuleAction.Trace,
            _ => RuleAction.Mangle,
        };
        draft.Effect(action, $"{key} set {set}");
    }

    private static void Match(Draft draft, JsonElement value)
    {
        if (!value.TryGetProperty("left", out JsonElement left) || !value.TryGetProperty("right", out JsonElement right))
        {
            draft.Unknown($"match {value.GetRawText()}");
            return;
        }

        string op = NftJsonParser.Text(value, "op");
        RuleField field = op is "==" or "in" or "!=" or "" ? NftExpression.Field(left) : RuleField.Unknown;
        string text = op switch
        {
            "!=" => $"{NftExpression.Render(left)} != {NftExpression.Render(right)}",
            "==" or "in" or "" => $"{NftExpression.Render(left)} {NftExpression.Render(right)}",
            _ => $"{NftExpression.Render(left)} {op} {NftExpression.Render(right)}",
        };
        if (field is RuleField.SourcePort or RuleField.DestinationPort
            && NftExpression.TransportOf(left) is string transport)
        {
            // "tcp dport 80" says the protocol too.
            draft.Matches.Add(new RuleMatch { Field = RuleField.Protocol, Values = [transport] });
        }

        IReadOnlyList<string> values = field == RuleField.Unknown ? [text] : NftExpression.Values(right);
        // A named set holds elements that stand elsewhere: a match on it is known by its name only.
        draft.Add(values.Any(v => v.StartsWith('@')) ? RuleField.Set : field, op == "!=", values, text);
    }

    private sealed class Draft
    {
        public StringBuilder Text { get; } = new();

        public List<RuleMatch> Matches { get; } = [];

        public RuleAction Action { get; private set; } = RuleAction.Continue;

        public string? Target { get; private set; }

        public long? Packets { get; set; }

        public long? Bytes { get; set; }

        public void Say(string words) => Text.Append(Text.Length > 0 ? " " : "").Append(words);

        public void Add(RuleField field, bool negated, IReadOnlyList<string> values, string words)
        {
            Matches.Add(new RuleMatch { Field = field, Values = values, Negated = negated });
            Say(words);
        }

        public void Verdict(RuleAction action, string words, string? target = null)
        {
            Action = action;
            Target = target;
            Say(words);
        }

        // A statement that goes on: a verdict that follows it counts for more.
        public void Effect(RuleAction action, string words)
        {
            if (Action == RuleAction.Continue)
            {
                Action = action;
            }

            Say(words);
        }

        public void Unknown(string words)
        {
            Matches.Add(new RuleMatch { Field = RuleField.Unknown, Values = [words] });
            Say(words);
        }
    }
}
