using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Writes the JSON expressions of nft as `nft list` does (libnftables-json(5)); an expression that is not known
/// stays as its JSON.</summary>
internal static class NftText
{
    private const int LongestUnknown = 400;

    /// <summary>An expression as text, such as "ip saddr" or "{ 80, 443 }".</summary>
    public static string Of(JsonElement expression) => Of(expression, NftStyle.Plain);

    /// <summary>An expression as text, with the quotes or the number base that its left side asks for.</summary>
    public static string Of(JsonElement expression, NftStyle style) => expression.ValueKind switch
    {
        JsonValueKind.String => OfString(expression.GetString() ?? "", style),
        JsonValueKind.Number => OfNumber(expression, style),
        JsonValueKind.True => "exists",
        JsonValueKind.False => "missing",
        JsonValueKind.Array => string.Join(',', All(expression, style)),
        JsonValueKind.Object => OfObject(expression, style),
        _ => "",
    };

    /// <summary>How values on the right of this left side are written.</summary>
    public static NftStyle StyleOf(JsonElement left)
    {
        if (Json.Single(left, out string kind) is not JsonElement body)
        {
            return NftStyle.Plain;
        }

        string key = Json.Text(body, "key") ?? "";
        return (kind, key) switch
        {
            ("meta", "iif" or "oif" or "iifname" or "oifname" or "ibrname" or "obrname" or "iifgroup" or "oifgroup"
                or "iifkind" or "oifkind" or "sdifname" or "time" or "hour" or "day") => NftStyle.Quoted,
            ("ct", "helper") => NftStyle.Quoted,
            ("meta" or "ct", "mark") => NftStyle.Hex,
            ("&" or "|" or "^", _) when body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0 => StyleOf(body[0]),
            ("concat", _) when body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0
                && body.EnumerateArray().All(part => StyleOf(part) == NftStyle.Quoted) => NftStyle.Quoted,
            _ => NftStyle.Plain,
        };
    }

    private static string OfString(string text, NftStyle style) =>
        style == NftStyle.Quoted && !text.StartsWith('@') ? $"\"{text}\"" : text;

    private static string OfNumber(JsonElement number, NftStyle style) =>
        style == NftStyle.Hex && number.TryGetUInt32(out uint value)
            ? "0x" + value.ToString("x8", CultureInfo.InvariantCulture)
            : number.GetRawText();

    private static string OfObject(JsonElement expression, NftStyle style)
    {
        if (Json.Single(expression, out string kind) is not JsonElement body)
        {
            return Raw(expression);
        }

        return kind switch
        {
            "payload" => Payload(body),
            "meta" => Meta(Json.Text(body, "key") ?? "?"),
            "ct" => Ct(body),
            "fib" => $"fib {Joined(body, "flags", " . ")} {Json.Text(body, "result")}",
            "socket" or "rt" => $"{kind} {Json.Text(body, "key")}",
            "tcp option" => TcpOption(body),
            "numgen" => $"numgen {Json.Text(body, "mode")} mod {Number(body, "mod")}{Offset(body)}",
            "jhash" => $"jhash {Member(body, "expr", style)} mod {Number(body, "mod")}{Offset(body)}",
            "symhash" => $"symhash mod {Number(body, "mod")}{Offset(body)}",
            "prefix" => $"{Member(body, "addr", NftStyle.Plain)}/{Number(body, "len")}",
            "range" when Pair(body) => $"{Of(body[0], style)}-{Of(body[1], style)}",
            "set" => body.ValueKind == JsonValueKind.Array ? $"{{ {string.Join(", ", Elements(body, style))} }}" : Of(body, style),
            "concat" => string.Join(" . ", All(body, style)),
            "elem" => Element(body, style),
            "map" => $"{Member(body, "key", NftStyle.Plain)} map {MapData(body, style)}",
            "|" when body.ValueKind == JsonValueKind.Array => string.Join(" | ", All(body, style)),
            "&" or "^" or "<<" or ">>" when Pair(body) => $"{Of(body[0], style)} {kind} {Operand(body[1], StyleOf(expression))}",
            _ => Raw(expression),
        };
    }

    /// <summary>The data of a map or verdict map: a name, or its elements.</summary>
    public static string MapData(JsonElement map, NftStyle valueStyle)
    {
        NftStyle keyStyle = Json.Member(map, "key") is JsonElement key ? StyleOf(key) : NftStyle.Plain;
        if (Json.Member(map, "data") is not JsonElement data)
        {
            return "?";
        }

        if (Json.Single(data, out string kind) is not JsonElement elements || kind != "set")
        {
            return Of(data, NftStyle.Plain);
        }

        IEnumerable<string> pairs = elements.ValueKind == JsonValueKind.Array
            ? elements.EnumerateArray().Select(pair => Pair(pair)
                ? $"{Of(pair[0], keyStyle)} : {Value(pair[1], valueStyle)}"
                : Raw(pair))
            : [];
        return $"{{ {string.Join(", ", pairs)} }}";
    }

    /// <summary>JSON that is not known, cut to a bearable length.</summary>
    public static string Raw(JsonElement element)
    {
        string raw = element.GetRawText();
        return ToolText.Clean(raw.Length > LongestUnknown ? raw.AsSpan(0, LongestUnknown) : raw);
    }

    /// <summary>The elements of an array as text.</summary>
    public static IEnumerable<string> All(JsonElement array, NftStyle style) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray().Select(part => Of(part, style)) : [Of(array, style)];

    private static IEnumerable<string> Elements(JsonElement array, NftStyle style) =>
        array.EnumerateArray().Select(part => Pair(part) ? $"{Of(part[0], style)} : {Value(part[1], style)}" : Of(part, style));

    private static string Value(JsonElement value, NftStyle style) => NftStatements.VerdictText(value) ?? Of(value, style);

    private static string Operand(JsonElement operand, NftStyle style)
    {
        // nft 1.0.6 has a list where later ones have {"|": [...]}.
        JsonElement? many = operand.ValueKind == JsonValueKind.Array ? operand : Json.Member(operand, "|");
        return many is JsonElement parts ? $"({string.Join(" | ", All(parts, style))})" : Of(operand, style);
    }

    private static string Payload(JsonElement body)
    {
        string? protocol = Json.Text(body, "protocol");
        return protocol is null
            ? $"@{Json.Text(body, "base")},{Number(body, "offset")},{Number(body, "len")}"
            : $"{protocol} {Json.Text(body, "field")}";
    }

    // nft prints these without the word meta (src/meta.c, meta_key_is_unqualified).
    private static string Meta(string key) =>
        key is "iif" or "oif" or "iifname" or "oifname" or "iifgroup" or "oifgroup" ? key : "meta " + key;

    private static string Ct(JsonElement body)
    {
        string? direction = Json.Text(body, "dir");
        return direction is null ? $"ct {Json.Text(body, "key")}" : $"ct {direction} {Json.Text(body, "key")}";
    }

    private static string TcpOption(JsonElement body)
    {
        string? field = Json.Text(body, "field");
        return field is null ? $"tcp option {Json.Text(body, "name")}" : $"tcp option {Json.Text(body, "name")} {field}";
    }

    private static string Element(JsonElement body, NftStyle style)
    {
        StringBuilder text = new(Member(body, "val", style));
        if (Json.Member(body, "timeout") is JsonElement timeout)
        {
            text.Append(CultureInfo.InvariantCulture, $" timeout {timeout.GetRawText()}s");
        }

        return text.ToString();
    }

    private static string Offset(JsonElement body) =>
        Json.Member(body, "offset") is JsonElement offset && offset.GetRawText() != "0" ? " offset " + offset.GetRawText() : "";

    private static string Member(JsonElement body, string name, NftStyle style) =>
        Json.Member(body, name) is JsonElement member ? Of(member, style) : "?";

    private static string Number(JsonElement body, string name) => Member(body, name, NftStyle.Plain);

    private static string Joined(JsonElement body, string name, string separator) =>
        Json.Member(body, name) is JsonElement member ? string.Join(separator, All(member, NftStyle.Plain)) : "?";

    private static bool Pair(JsonElement element) => element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2;
}
