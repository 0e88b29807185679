using System.Globalization;
using System.Text.Json;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Writes values of nft in the form that the model has for their field.</summary>
internal static class NftValues
{
    /// <summary>All flags of TCP, as <see cref="Model.RuleField.TcpFlags"/> has them.</summary>
    public const string AllFlags = "fin,syn,rst,psh,ack,urg,ecn,cwr";

    private const string NoFlags = "none";

    /// <summary>The values on the right side of a match, any of which satisfies it; null when they are no plain values.</summary>
    public static IReadOnlyList<string>? Of(JsonElement right, IReadOnlyList<NftField> fields)
    {
        if (Json.Single(right, out string kind) is not JsonElement list || kind != "set")
        {
            return Key(right, fields) is string single ? [single] : null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return Key(list, fields) is string only ? [only] : null;
        }

        string[] values = new string[list.GetArrayLength()];
        int at = 0;
        foreach (JsonElement element in list.EnumerateArray())
        {
            if (Key(element, fields) is not string value)
            {
                return null;
            }

            values[at++] = value;
        }

        return values;
    }

    /// <summary>One key of as many parts as there are fields; null when it is none.</summary>
    public static string? Key(JsonElement key, IReadOnlyList<NftField> fields)
    {
        JsonElement plain = Unwrap(key);
        if (fields.Count == 1)
        {
            return One(plain, fields[0].Kind);
        }

        if (Json.Member(plain, "concat") is not { ValueKind: JsonValueKind.Array } parts || parts.GetArrayLength() != fields.Count)
        {
            return plain.ValueKind == JsonValueKind.String && plain.GetString() == "*" ? "*" : null;
        }

        string[] texts = new string[fields.Count];
        for (int at = 0; at < texts.Length; at++)
        {
            if (One(parts[at], fields[at].Kind) is not string text)
            {
                return null;
            }

            texts[at] = text;
        }

        return string.Join(" . ", texts);
    }

    /// <summary>An element of a set without its timeout, counter or comment.</summary>
    public static JsonElement Unwrap(JsonElement element) =>
        Json.Member(element, "elem") is JsonElement wrapped && Json.Member(wrapped, "val") is JsonElement value ? value : element;

    /// <summary>A value, a prefix or a range; null when it is none of them.</summary>
    public static string? One(JsonElement element, NftValueKind kind)
    {
        if (kind == NftValueKind.TcpFlags)
        {
            return Flags(element) is string flags ? $"{AllFlags} {flags}" : null;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                return OfNumber(element.GetRawText(), kind);
            case JsonValueKind.String:
                return OfWord(element.GetString() ?? "", kind);
            case JsonValueKind.Object when Json.Member(element, "range") is { ValueKind: JsonValueKind.Array } range
                && range.GetArrayLength() == 2:
                return One(range[0], kind) is string low && One(range[1], kind) is string high
                    ? $"{low}-{(kind is NftValueKind.User or NftValueKind.Group ? high[4..] : high)}" : null;
            case JsonValueKind.Object when Json.Member(element, "prefix") is not null && kind == NftValueKind.Plain:
                return NftText.Of(element);
            default:
                return null;
        }
    }

    /// <summary>Flags of TCP with commas between, "none" for 0; null when they are no flags.</summary>
    public static string? Flags(JsonElement flags)
    {
        List<string> names = [];
        return AddFlags(flags, names) ? names.Count > 0 ? string.Join(',', names) : NoFlags : null;
    }

    /// <summary>A number in the form of marks.</summary>
    public static string Hex(uint number) => "0x" + number.ToString("x", CultureInfo.InvariantCulture);

    // "syn"; ["syn", "ack"] (1.0.6); {"|": ["syn", "ack"]}, or pairs within pairs; 0
    private static bool AddFlags(JsonElement flags, List<string> names)
    {
        switch (flags.ValueKind)
        {
            case JsonValueKind.Number:
                return flags.GetRawText() == "0";
            case JsonValueKind.String when flags.GetString() is string name
                && AllFlags.Split(',').Contains(name, StringComparer.Ordinal):
                names.Add(name);
                return true;
            case JsonValueKind.Object when Json.Single(flags, out string kind) is JsonElement inner && kind == "|":
                return inner.ValueKind == JsonValueKind.Array && AddFlags(inner, names);
            case JsonValueKind.Array:
                foreach (JsonElement flag in flags.EnumerateArray())
                {
                    if (!AddFlags(flag, names))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }

    private static string OfNumber(string number, NftValueKind kind) => kind switch
    {
        NftValueKind.Mark or NftValueKind.Dscp
            when uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out uint value) => Hex(value),
        NftValueKind.User => "uid " + number,
        NftValueKind.Group => "gid " + number,
        _ => number,
    };

    private static string? OfWord(string word, NftValueKind kind) => kind switch
    {
        // The entry of a map for every other key.
        _ when word == "*" => word,
        NftValueKind.Family => word switch { "ip" => "ipv4", "ip6" => "ipv6", _ => word },
        NftValueKind.PacketType => word == "unicast" ? "host" : word,
        NftValueKind.Dscp => NftNames.Find(kind, word) is int point ? Hex((uint)point) : word,
        NftValueKind.IcmpType or NftValueKind.IcmpV6Type or NftValueKind.IcmpCode or NftValueKind.IcmpV6Code =>
            NftNames.Find(kind, word) is int number ? number.ToString(CultureInfo.InvariantCulture) : word,
        NftValueKind.User => "uid " + word,
        NftValueKind.Group => "gid " + word,
        _ when word.StartsWith('@') => null,
        _ => word,
    };
}
