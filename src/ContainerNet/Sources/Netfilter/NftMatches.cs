using System.Globalization;
using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Turns a match of an nft rule into the model's conditions. A header field implies its protocol
/// ("tcp dport 80" is also "protocol tcp"), which the model says in so many words.</summary>
internal sealed class NftMatches
{
    private readonly string _family;
    private readonly Func<string, NftSet?> _sets;
    private readonly List<RuleMatch> _matches;

    /// <summary>For the rules of a table of this family, whose sets <paramref name="sets"/> knows; adds to <paramref name="matches"/>.</summary>
    public NftMatches(string family, Func<string, NftSet?> sets, List<RuleMatch> matches)
    {
        _family = family;
        _sets = sets;
        _matches = matches;
    }

    /// <summary>Reads the body of {"match": ...}; <paramref name="statement"/> is the whole, for its text.</summary>
    public void Read(JsonElement body, JsonElement statement)
    {
        string op = Json.Text(body, "op") ?? "";
        if (Json.Member(body, "left") is JsonElement left && Json.Member(body, "right") is JsonElement right
            && op is "==" or "!=" or "in")
        {
            bool negated = op == "!=";
            bool read = Json.Single(left, out string kind) is JsonElement mask && kind == "&"
                ? ReadMasked(mask, right, op, negated)
                : ReadField(left, right, op, negated);
            if (read)
            {
                return;
            }
        }

        Add(RuleField.Unknown, [NftStatements.Of(statement, _family)], negated: false);
    }

    /// <summary>Adds the condition that a verdict map sets: the packet's key is one of the map's.</summary>
    public void ReadMapKey(JsonElement key, IReadOnlyList<string> keys)
    {
        if (FieldOf(key) is RuleField field)
        {
            Add(field, keys, negated: false);
        }
        else
        {
            Add(RuleField.Unknown, [NftText.Of(key)], negated: false);
        }
    }

    /// <summary>Adds a condition.</summary>
    public void Add(RuleField field, IReadOnlyList<string> values, bool negated) =>
        _matches.Add(new RuleMatch { Field = field, Values = values, Negated = negated });

    private bool ReadField(JsonElement left, JsonElement right, string op, bool negated)
    {
        // A list without "in" asks for these bits and no others, which the model cannot say.
        if (FieldOf(left) is not RuleField field || (right.ValueKind == JsonValueKind.Array && op != "in"))
        {
            return false;
        }

        bool isMark = field is RuleField.Mark or RuleField.ConntrackMark;
        if (right.ValueKind == JsonValueKind.String && right.GetString() is ['@', ..] name)
        {
            if (_sets(name[1..])?.Members is IReadOnlyList<string> members)
            {
                Add(field, isMark ? [.. members.Select(Hex)] : members, negated);
            }
            else
            {
                Add(RuleField.Set, [$"{NftText.Of(left)} {name}"], negated);
            }

            return true;
        }

        if (Values(right) is not IReadOnlyList<string> values)
        {
            return false;
        }

        Add(field, isMark ? [.. values.Select(Hex)] : field == RuleField.Family ? [.. values.Select(FamilyName)] : values, negated);
        return true;
    }

    // meta mark & 0x2000 == 0x2000; tcp flags & (syn | ack) == syn; ct status & dnat == dnat
    private bool ReadMasked(JsonElement parts, JsonElement right, string op, bool negated)
    {
        if (parts.ValueKind != JsonValueKind.Array || parts.GetArrayLength() != 2 || op == "in"
            || FieldOf(parts[0]) is not RuleField field)
        {
            return false;
        }

        switch (field)
        {
            case RuleField.Mark or RuleField.ConntrackMark
                when parts[1].ValueKind == JsonValueKind.Number && right.ValueKind == JsonValueKind.Number:
                Add(field, [$"{Hex(right.GetRawText())}/{Hex(parts[1].GetRawText())}"], negated);
                return true;
            case RuleField.ConntrackStatus when parts[1].ValueKind == JsonValueKind.String
                && right.ValueKind == JsonValueKind.String && parts[1].GetString() == right.GetString():
                Add(field, [right.GetString() ?? ""], negated);
                return true;
            case RuleField.TcpFlags:
                JsonElement mask = Json.Member(parts[1], "|") ?? parts[1];
                JsonElement flags = Json.Member(right, "|") ?? right;
                Add(field, [$"{string.Join(',', NftText.All(mask, NftStyle.Plain))} {string.Join(',', NftText.All(flags, NftStyle.Plain))}"], negated);
                return true;
            default:
                return false;
        }
    }

    // The field on the left, after adding what it implies; null when the model has none.
    private RuleField? FieldOf(JsonElement left)
    {
        if (Json.Single(left, out string kind) is not JsonElement body)
        {
            return null;
        }

        string key = Json.Text(body, "key") ?? "";
        return kind switch
        {
            "payload" => PayloadField(Json.Text(body, "protocol") ?? "", Json.Text(body, "field") ?? ""),
            "meta" => MetaField(key),
            "ct" when Json.Text(body, "dir") is null => key switch
            {
                "state" => RuleField.ConntrackState,
                "status" => RuleField.ConntrackStatus,
                "mark" => RuleField.ConntrackMark,
                _ => null,
            },
            "fib" when Json.Text(body, "result") == "type" && Json.Member(body, "flags") is JsonElement flags =>
                string.Join(',', NftText.All(flags, NftStyle.Plain)) switch
                {
                    "saddr" => RuleField.SourceType,
                    "daddr" => RuleField.DestinationType,
                    _ => null,
                },
            _ => null,
        };
    }

    private static RuleField? MetaField(string key) => key switch
    {
        "iif" or "iifname" => RuleField.InputInterface,
        "oif" or "oifname" => RuleField.OutputInterface,
        "l4proto" => RuleField.Protocol,
        "nfproto" or "protocol" => RuleField.Family,
        "mark" => RuleField.Mark,
        _ => null,
    };

    private RuleField? PayloadField(string protocol, string field)
    {
        switch (protocol)
        {
            case "ip" or "ip6":
                ImplyFamily(protocol);
                return field switch
                {
                    "saddr" => RuleField.SourceAddress,
                    "daddr" => RuleField.DestinationAddress,
                    "protocol" or "nexthdr" => RuleField.Protocol,
                    _ => null,
                };
            case "ether":
                return field == "type" ? RuleField.Family : null;
            case "icmp" or "icmpv6":
                ImplyProtocol(protocol == "icmp" ? "icmp" : "ipv6-icmp");
                return field == "type" ? RuleField.IcmpType : null;
            case "tcp" or "udp" or "udplite" or "sctp" or "dccp" or "th":
                ImplyProtocol(protocol);
                return field switch
                {
                    "sport" => RuleField.SourcePort,
                    "dport" => RuleField.DestinationPort,
                    "flags" when protocol == "tcp" => RuleField.TcpFlags,
                    _ => null,
                };
            default:
                return null;
        }
    }

    private void ImplyFamily(string protocol)
    {
        string family = protocol == "ip" ? "ipv4" : "ipv6";
        if (_family is not ("ip" or "ip6") && !Has(RuleField.Family, family))
        {
            Add(RuleField.Family, [family], negated: false);
        }
    }

    private void ImplyProtocol(string protocol)
    {
        if (protocol != "th" && !Has(RuleField.Protocol, protocol))
        {
            Add(RuleField.Protocol, [protocol], negated: false);
        }
    }

    private bool Has(RuleField field, string value) => _matches.Exists(match =>
        match.Field == field && !match.Negated && match.Values.Count == 1 && match.Value == value);

    /// <summary>The values on the right side, any of which satisfies the match; null when they are no plain values.</summary>
    public static IReadOnlyList<string>? Values(JsonElement right)
    {
        JsonElement list = Json.Single(right, out string kind) is JsonElement body && kind == "set" ? body : right;
        if (list.ValueKind != JsonValueKind.Array)
        {
            return Value(list) is string single ? [single] : null;
        }

        List<string> values = new(list.GetArrayLength());
        foreach (JsonElement element in list.EnumerateArray())
        {
            JsonElement inner = Json.Member(element, "elem") is JsonElement elem && Json.Member(elem, "val") is JsonElement val ? val : element;
            if (Value(inner) is not string value)
            {
                return null;
            }

            values.Add(value);
        }

        return values;
    }

    private static string? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String or JsonValueKind.Number => NftText.Of(element),
        JsonValueKind.Object when Json.Single(element, out string kind) is not null && kind is "prefix" or "range" => NftText.Of(element),
        _ => null,
    };

    private static string FamilyName(string name) => name switch { "ip" => "ipv4", "ip6" => "ipv6", _ => name };

    private static string Hex(string number) => uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out uint value)
        ? "0x" + value.ToString("x", CultureInfo.InvariantCulture)
        : number;
}
