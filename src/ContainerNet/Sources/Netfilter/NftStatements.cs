using System.Text;
using System.Text.Json;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Writes the JSON statements of a rule as `nft --stateless list` does.</summary>
internal static class NftStatements
{
    /// <summary>The whole rule, comment included.</summary>
    public static string RuleText(JsonElement statements, string? comment, string family)
    {
        StringBuilder text = new();
        foreach (JsonElement statement in statements.EnumerateArray())
        {
            text.Append(text.Length > 0 ? " " : "").Append(Of(statement, family));
        }

        if (comment is not null)
        {
            text.Append(text.Length > 0 ? " " : "").Append("comment \"").Append(comment).Append('"');
        }

        return text.ToString();
    }

    /// <summary>A verdict such as "jump CHAIN", or null when it is none.</summary>
    public static string? VerdictText(JsonElement statement)
    {
        if (Json.Single(statement, out string kind) is not JsonElement body)
        {
            return null;
        }

        return kind switch
        {
            "accept" or "drop" or "return" or "continue" => kind,
            "jump" or "goto" => $"{kind} {Json.Text(body, "target")}",
            _ => null,
        };
    }

    /// <summary>One statement.</summary>
    public static string Of(JsonElement statement, string family)
    {
        if (Json.Single(statement, out string kind) is not JsonElement body)
        {
            // A statement that nft has no JSON for is printed as a string, line breaks and all.
            return statement.ValueKind == JsonValueKind.String ? ToolText.Clean(statement.GetString()) : NftText.Raw(statement);
        }

        return VerdictText(statement) ?? kind switch
        {
            "match" => Match(body),
            "counter" => body.ValueKind == JsonValueKind.String ? $"counter name \"{body.GetString()}\"" : "counter",
            "vmap" => $"{Member(body, "key")} vmap {NftText.MapData(body, NftStyle.Plain)}",
            "limit" => Limit(body),
            "quota" when body.ValueKind == JsonValueKind.Object =>
                $"quota {Over(body)}{Member(body, "val")} {Json.Text(body, "val_unit")}",
            "ct count" => $"ct count {Over(body)}{Member(body, "val")}",
            "log" => Log(body),
            "reject" => Reject(body, family),
            "dnat" or "snat" or "masquerade" or "redirect" or "tproxy" => Nat(kind, body),
            "mangle" => Mangle(body),
            "set" => SetUpdate(body),
            "notrack" => "notrack",
            "flow" => $"flow {Json.Text(body, "op")} {Json.Text(body, "flowtable")}",
            "dup" or "fwd" => Duplicate(kind, body),
            "queue" => Queue(body),
            "xt" => $"xt {Json.Text(body, "type")} \"{Json.Text(body, "name")}\"",
            _ => NftText.Raw(statement),
        };
    }

    private static string Match(JsonElement body)
    {
        if (Json.Member(body, "left") is not JsonElement left || Json.Member(body, "right") is not JsonElement right)
        {
            return NftText.Raw(body);
        }

        string op = Json.Text(body, "op") ?? "?";
        bool isMask = Json.Single(left, out string kind) is not null && kind is "&" or "|" or "^" or "<<" or ">>";
        string between = op switch
        {
            "==" when isMask => " == ",
            "==" or "in" => " ",
            _ => $" {op} ",
        };
        return $"{NftText.Of(left)}{between}{NftText.Of(right, NftText.StyleOf(left))}";
    }

    private static string Limit(JsonElement body)
    {
        string unit = Json.Text(body, "rate_unit") is string rate ? " " + rate : "";
        StringBuilder text = new($"limit rate {Over(body)}{Member(body, "rate")}{unit}/{Json.Text(body, "per")}");
        if (Json.Number(body, "burst") is long burst and > 0)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $" burst {burst} {Json.Text(body, "burst_unit") ?? "packets"}");
        }

        return text.ToString();
    }

    private static string Log(JsonElement body)
    {
        StringBuilder text = new("log");
        Append(text, body, "prefix", quoted: true);
        Append(text, body, "group");
        Append(text, body, "snaplen");
        Append(text, body, "queue-threshold");
        Append(text, body, "level");
        Append(text, body, "flags");
        return text.ToString();
    }

    private static string Reject(JsonElement body, string family)
    {
        string? type = Json.Text(body, "type");
        string? code = Json.Text(body, "expr");
        string usual = family switch { "ip" => "icmp", "ip6" => "icmpv6", _ => "icmpx" };
        return type is null || (type == usual && code == "port-unreachable") ? "reject"
            : code is null ? $"reject with {type}"
            : $"reject with {type} {code}";
    }

    private static string Nat(string kind, JsonElement body)
    {
        StringBuilder text = new(kind);
        if (Json.Text(body, "family") is string addressFamily)
        {
            text.Append(' ').Append(addressFamily);
        }

        // A network for a network: nft has a word of its own for it, and hides the flag that it sets with it.
        text.Append(Flags(body, "type_flags").Contains("prefix", StringComparison.Ordinal) ? " prefix" : "");
        string target = NatTarget(body);
        text.Append(target.Length > 0 ? " to " : "").Append(target);
        string flags = string.Join(',', Flags(body, "flags").Split(',').Where(flag => flag != "netmap"));
        return text.Append(flags.Length > 0 ? " " : "").Append(flags).ToString();
    }

    private static string Flags(JsonElement body, string member) =>
        Json.Member(body, member) is JsonElement list ? string.Join(',', NftText.All(list, NftStyle.Plain)) : "";

    /// <summary>Where a translation leads: "192.0.2.2:80", "[2001:db8::2]:80", ":80" or empty.</summary>
    public static string NatTarget(JsonElement body)
    {
        string address = Json.Member(body, "addr") is JsonElement addr ? NftText.Of(addr) : "";
        string port = Json.Member(body, "port") is JsonElement number ? ":" + NftText.Of(number) : "";
        bool isIPv6 = address.Contains(':', StringComparison.Ordinal) && !address.Contains(' ', StringComparison.Ordinal);
        return (isIPv6 && port.Length > 0 ? $"[{address}]" : address) + port;
    }

    private static string Mangle(JsonElement body)
    {
        if (Json.Member(body, "key") is not JsonElement key || Json.Member(body, "value") is not JsonElement value)
        {
            return NftText.Raw(body);
        }

        return $"{NftText.Of(key)} set {NftText.Of(value, NftText.StyleOf(key))}";
    }

    private static string SetUpdate(JsonElement body)
    {
        StringBuilder text = new($"{Json.Text(body, "op")} {Json.Text(body, "set")} {{ {Member(body, "elem")}");
        if (Json.Member(body, "stmt") is { ValueKind: JsonValueKind.Array } inner)
        {
            foreach (JsonElement statement in inner.EnumerateArray())
            {
                text.Append(' ').Append(Of(statement, ""));
            }
        }

        return text.Append(" }").ToString();
    }

    private static string Duplicate(string kind, JsonElement body)
    {
        string device = Json.Text(body, "dev") is string name ? $" device \"{name}\"" : "";
        return Json.Member(body, "addr") is JsonElement address
            ? $"{kind} to {NftText.Of(address)}{device}"
            : $"{kind} to{device}";
    }

    private static string Queue(JsonElement body)
    {
        string flags = Json.Member(body, "flags") is JsonElement list ? " flags " + string.Join(',', NftText.All(list, NftStyle.Plain)) : "";
        return Json.Member(body, "num") is JsonElement number ? $"queue{flags} to {NftText.Of(number)}" : $"queue{flags}";
    }

    private static void Append(StringBuilder text, JsonElement body, string name, bool quoted = false)
    {
        if (Json.Member(body, name) is JsonElement member)
        {
            text.Append(' ').Append(name).Append(' ').Append(NftText.Of(member, quoted ? NftStyle.Quoted : NftStyle.Plain));
        }
    }

    private static string Over(JsonElement body) => Json.Member(body, "inv") is { ValueKind: JsonValueKind.True } ? "over " : "";

    private static string Member(JsonElement body, string name) =>
        Json.Member(body, name) is JsonElement member ? NftText.Of(member) : "?";
}
