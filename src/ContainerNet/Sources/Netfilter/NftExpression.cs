using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Expressions of nft's JSON: what they look at, and their text close to what `nft list` prints.</summary>
internal static class NftExpression
{
    private const int DeepestNesting = 16;

    /// <summary>What the left side of a match looks at.</summary>
    public static RuleField Field(JsonElement left)
    {
        if (left.ValueKind != JsonValueKind.Object)
        {
            return RuleField.Unknown;
        }

        if (left.TryGetProperty("meta", out JsonElement meta))
        {
            return NftJsonParser.Text(meta, "key") switch
            {
                "iifname" or "iif" => RuleField.InputInterface,
                "oifname" or "oif" => RuleField.OutputInterface,
                "l4proto" => RuleField.Protocol,
                "mark" => RuleField.Mark,
                "nfproto" => RuleField.Family,
                _ => RuleField.Unknown,
            };
        }

        if (left.TryGetProperty("payload", out JsonElement payload))
        {
            return PayloadField(NftJsonParser.Text(payload, "protocol"), NftJsonParser.Text(payload, "field"));
        }

        if (left.TryGetProperty("ct", out JsonElement ct))
        {
            return NftJsonParser.Text(ct, "key") switch
            {
                "state" => RuleField.ConntrackState,
                "status" => RuleField.ConntrackStatus,
                "mark" => RuleField.ConntrackMark,
                _ => RuleField.Unknown,
            };
        }

        return left.TryGetProperty("fib", out JsonElement fib) ? FibField(fib) : RuleField.Unknown;
    }

    /// <summary>tcp or udp for a port of that protocol, else null.</summary>
    public static string? TransportOf(JsonElement left) =>
        left.TryGetProperty("payload", out JsonElement payload) && NftJsonParser.Text(payload, "protocol") is "tcp" or "udp" or "sctp"
            ? NftJsonParser.Text(payload, "protocol")
            : null;

    /// <summary>The right side of a match, element by element.</summary>
    public static IReadOnlyList<string> Values(JsonElement right)
    {
        if (right.ValueKind == JsonValueKind.Object && right.TryGetProperty("set", out JsonElement set)
            && set.ValueKind == JsonValueKind.Array)
        {
            return [.. set.EnumerateArray().Select(e => Bare(e))];
        }

        return right.ValueKind == JsonValueKind.Array
            ? [.. right.EnumerateArray().Select(e => Bare(e))]
            : [Bare(right)];
    }

    public static string Reject(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return "reject";
        }

        string type = NftJsonParser.Text(value, "type");
        string code = NftJsonParser.Text(value, "expr");
        return type == "tcp reset" ? "reject with tcp reset" : $"reject with {type} {code}".TrimEnd();
    }

    public static string Limit(JsonElement value) =>
        $"rate {NftJsonParser.Number(value, "rate")}/{NftJsonParser.Text(value, "per")}";

    public static string VerdictMap(JsonElement value) =>
        value.TryGetProperty("key", out JsonElement key) && value.TryGetProperty("data", out JsonElement data)
            ? $"{Render(key)} vmap {Render(data)}"
            : $"vmap {value.GetRawText()}";

    /// <summary>"192.0.2.2:80", "192.0.2.2", ":8080", or null when the translation names nothing.</summary>
    public static string? TranslationTarget(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string address = value.TryGetProperty("addr", out JsonElement a) ? Bare(a) : "";
        string port = value.TryGetProperty("port", out JsonElement p) ? Bare(p) : "";
        if (address.Length == 0 && port.Length == 0)
        {
            return null;
        }

        string shown = address.Contains(':', StringComparison.Ordinal) && port.Length > 0 ? $"[{address}]" : address;
        return port.Length > 0 ? $"{shown}:{port}" : shown;
    }

    /// <summary>The text of an expression; what has no form here is shown as its JSON.</summary>
    public static string Render(JsonElement value, int depth = 0)
    {
        if (depth > DeepestNesting)
        {
            return "...";
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                string text = value.GetString()!;
                return text.Length > 0 && (text[0] == '@' || IsWord(text)) ? text : $"\"{text}\"";
            case JsonValueKind.Array:
                return string.Join(',', value.EnumerateArray().Select(e => Render(e, depth + 1)));
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    return RenderObject(property, depth);
                }

                return "{}";
            default:
                return value.GetRawText();
        }
    }

    private static string RenderObject(JsonProperty property, int depth)
    {
        JsonElement value = property.Value;
        return property.Name switch
        {
            "meta" => NftJsonParser.Text(value, "key") is "iifname" or "oifname" or "iif" or "oif"
                ? NftJsonParser.Text(value, "key")
                : $"meta {NftJsonParser.Text(value, "key")}",
            "payload" => $"{NftJsonParser.Text(value, "protocol")} {NftJsonParser.Text(value, "field")}",
            "ct" => $"ct {NftJsonParser.Text(value, "key")}",
            "fib" => $"fib {Flags(value)} {NftJsonParser.Text(value, "result")}",
            "set" when value.ValueKind == JsonValueKind.Array =>
                $"{{ {string.Join(", ", value.EnumerateArray().Select(e => Render(e, depth + 1)))} }}",
            "prefix" => Prefix(value),
            "range" when value.ValueKind == JsonValueKind.Array =>
                string.Join('-', value.EnumerateArray().Select(e => Render(e, depth + 1))),
            "elem" when value.TryGetProperty("val", out JsonElement element) => Render(element, depth + 1),
            "jump" or "goto" => $"{property.Name} {NftJsonParser.Text(value, "target")}",
            "accept" or "drop" or "return" or "continue" => property.Name,
            "concat" when value.ValueKind == JsonValueKind.Array =>
                string.Join(" . ", value.EnumerateArray().Select(e => Render(e, depth + 1))),
            "&" or "|" or "^" or "<<" or ">>" when value.ValueKind == JsonValueKind.Array =>
                string.Join($" {property.Name} ", value.EnumerateArray().Select(e => Render(e, depth + 1))),
            _ => $"{property.Name} {value.GetRawText()}",
        };
    }

    private static string Bare(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : Render(value);

    private static string Prefix(JsonElement value) =>
        $"{NftJsonParser.Text(value, "addr")}/{NftJsonParser.Number(value, "len")}";

    private static string Flags(JsonElement fib) =>
        fib.TryGetProperty("flags", out JsonElement flags) && flags.ValueKind == JsonValueKind.Array
            ? string.Join(" . ", flags.EnumerateArray().Select(f => f.ToString()))
            : NftJsonParser.Text(fib, "flags");

    private static RuleField PayloadField(string protocol, string field) => (protocol, field) switch
    {
        ("ip" or "ip6", "saddr") => RuleField.SourceAddress,
        ("ip" or "ip6", "daddr") => RuleField.DestinationAddress,
        ("ip", "protocol") or ("ip6", "nexthdr") => RuleField.Protocol,
        ("tcp" or "udp" or "sctp" or "th", "sport") => RuleField.SourcePort,
        ("tcp" or "udp" or "sctp" or "th", "dport") => RuleField.DestinationPort,
        ("tcp", "flags") => RuleField.TcpFlags,
        ("icmp" or "icmpv6", "type") => RuleField.IcmpType,
        _ => RuleField.Unknown,
    };

    private static RuleField FibField(JsonElement fib) =>
        NftJsonParser.Text(fib, "result") != "type" ? RuleField.Unknown : Flags(fib) switch
        {
            "daddr" => RuleField.DestinationType,
            "saddr" => RuleField.SourceType,
            _ => RuleField.Unknown,
        };

    private static bool IsWord(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '_' or '/' or '-' or '*');
}
