using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads named sets and maps of nft.</summary>
internal static class NftSets
{
    /// <summary>A block list of a whole country has some ten thousand networks; what has more than this is named and not read.</summary>
    public const int MostElements = 500_000;

    /// <summary>A {"set": ...} or {"map": ...} object of the listing.</summary>
    public static FirewallSet Read(JsonElement set, FirewallTable table, string name, bool isMap)
    {
        // Packets add and time removes members of a dynamic set: what was read is true of that moment only. nft 1.0.6 does not
        // print the flag "dynamic", so a set that rules add to is told by them.
        bool changes = Json.Member(set, "flags") is { ValueKind: JsonValueKind.Array } flags
            && flags.EnumerateArray().Any(flag => flag.ValueKind == JsonValueKind.String && flag.GetString() is "dynamic" or "timeout");
        NftField[] fields = Fields(set);
        bool isMark = Json.Text(set, "map") == "mark";
        return new FirewallSet
        {
            Table = table,
            Name = name,
            Type = Type(set),
            IsMap = isMap,
            Changes = changes,
            Elements = HasConditions(set) ? null
                : Json.Member(set, "elem") is not JsonElement elements ? []
                : Elements(elements, fields, isMark),
        };
    }

    private static SetElement[]? Elements(JsonElement elements, NftField[] fields, bool isMark)
    {
        if (elements.ValueKind != JsonValueKind.Array || elements.GetArrayLength() > MostElements)
        {
            return null;
        }

        SetElement[] members = new SetElement[elements.GetArrayLength()];
        int at = 0;
        foreach (JsonElement element in elements.EnumerateArray())
        {
            JsonElement key = element;
            string? value = null;
            if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2)
            {
                key = element[0];
                value = NftStatements.VerdictText(element[1])
                    ?? (isMark ? NftValues.One(element[1], NftValueKind.Mark) : NftText.Of(element[1]));
            }

            if (HasConditions(Json.Member(key, "elem") ?? default) || NftValues.Key(key, fields) is not string text)
            {
                return null;
            }

            members[at++] = new SetElement { Key = text, Value = value };
        }

        return members;
    }

    // Beside a counter, an element may have a rate or a quota of its own, which then decides too (nft_lookup.c).
    private static bool HasConditions(JsonElement body) =>
        Json.Member(body, "limit") is not null || Json.Member(body, "quota") is not null || Json.Member(body, "ct count") is not null
        || (Json.Member(body, "stmt") is { ValueKind: JsonValueKind.Array } statements
            && statements.EnumerateArray().Any(s => Json.Single(s, out string kind) is not null && kind is not ("counter" or "last")));

    private static string Type(JsonElement set) => Json.Member(set, "type") switch
    {
        { ValueKind: JsonValueKind.String } type => type.GetString() ?? "",
        { ValueKind: JsonValueKind.Array } types => string.Join(" . ", NftText.All(types, NftStyle.Plain)),
        JsonElement type when Json.Member(type, "typeof") is JsonElement expression => NftText.Of(expression),
        _ => "",
    };

    private static NftField[] Fields(JsonElement set)
    {
        if (Json.Member(set, "type") is not JsonElement type)
        {
            return [new NftField(RuleField.Unknown)];
        }

        if (Json.Member(type, "typeof") is JsonElement expression)
        {
            return [.. new NftFields("ip", []).Of(expression) ?? Unknown(expression)];
        }

        return type.ValueKind == JsonValueKind.Array
            ? [.. type.EnumerateArray().Select(part => OfType(part.ValueKind == JsonValueKind.String ? part.GetString() : null))]
            : [OfType(Json.Text(set, "type"))];
    }

    private static NftField[] Unknown(JsonElement expression)
    {
        NftField[] fields = new NftField[
            Json.Member(expression, "concat") is { ValueKind: JsonValueKind.Array } parts ? Math.Max(parts.GetArrayLength(), 1) : 1];
        Array.Fill(fields, new NftField(RuleField.Unknown));
        return fields;
    }

    private static NftField OfType(string? type) => new(RuleField.Unknown, type switch
    {
        "mark" => NftValueKind.Mark,
        "icmp_type" => NftValueKind.IcmpType,
        "icmpv6_type" => NftValueKind.IcmpV6Type,
        "icmp_code" => NftValueKind.IcmpCode,
        "icmpv6_code" => NftValueKind.IcmpV6Code,
        "dscp" => NftValueKind.Dscp,
        "tcp_flag" => NftValueKind.TcpFlags,
        "pkt_type" => NftValueKind.PacketType,
        "nf_proto" or "ether_type" => NftValueKind.Family,
        "uid" => NftValueKind.User,
        "gid" => NftValueKind.Group,
        _ => NftValueKind.Plain,
    });
}
