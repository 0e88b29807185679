using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Turns a match of an nft rule into the model's conditions.</summary>
internal sealed class NftMatches
{
    private readonly string _family;
    private readonly NftFields _fields;
    private readonly List<RuleMatch> _matches;

    /// <summary>For a rule of a table of this family; adds to <paramref name="matches"/>.</summary>
    public NftMatches(string family, List<RuleMatch> matches)
    {
        _family = family;
        _fields = new NftFields(family, matches);
        _matches = matches;
    }

    /// <summary>Reads the body of {"match": ...}; <paramref name="statement"/> is the whole, for its text.</summary>
    public void Read(JsonElement body, JsonElement statement)
    {
        if (Json.Member(body, "left") is not JsonElement left || Json.Member(body, "right") is not JsonElement right
            || Json.Single(left, out string kind) is not JsonElement inner
            || !Read(left, kind, inner, right, Json.Text(body, "op") ?? "", statement))
        {
            AddText(RuleField.Unknown, statement);
        }
    }

    /// <summary>The fields of a map's key, after adding what they imply; null when the model lacks one.</summary>
    public IReadOnlyList<NftField>? Key(JsonElement key) => _fields.Of(key);

    /// <summary>Adds a condition.</summary>
    public void Add(RuleField field, IReadOnlyList<string> values, bool negated) =>
        _matches.Add(new RuleMatch { Field = field, Values = values, Negated = negated });

    /// <summary>Adds a condition on a key, of one part or several.</summary>
    public void AddKey(IReadOnlyList<NftField> fields, IReadOnlyList<string> values, bool negated) => _matches.Add(new RuleMatch
    {
        Field = fields.Count == 1 ? fields[0].Field : RuleField.Concatenation,
        Values = values,
        Negated = negated,
        Parts = fields.Count == 1 ? null : Parts(fields),
    });

    /// <summary>Adds a condition on a named set, whose members are not known here.</summary>
    public void AddSet(IReadOnlyList<NftField> fields, string text, string name, bool negated) => _matches.Add(new RuleMatch
    {
        Field = RuleField.Set,
        Values = [text],
        Negated = negated,
        SetName = name,
        Parts = Parts(fields),
    });

    /// <summary>Adds a condition that is told by its text alone.</summary>
    public void AddText(RuleField field, JsonElement statement) =>
        Add(field, [NftStatements.Of(statement, _family)], negated: false);

    /// <summary>The model's fields of a key.</summary>
    public static RuleField[] Parts(IReadOnlyList<NftField> fields) => [.. fields.Select(field => field.Field)];

    private bool Read(JsonElement left, string kind, JsonElement inner, JsonElement right, string op, JsonElement statement)
    {
        switch (kind)
        {
            case "numgen" or "jhash" or "symhash":
            case "meta" when Json.Text(inner, "key") == "random":
                AddText(RuleField.Random, statement);
                return true;
            case "&":
                return ReadMasked(inner, right, op);
            case "fib" when Json.Text(inner, "result") is "oif" or "oifname" or "check":
                return ReadWayBack(inner, right, op);
            case "exthdr" when Json.Text(inner, "name") == "frag" && Json.Text(inner, "field") is null:
                return ReadFragment(right, op);
            default:
                return _fields.Of(left) is IReadOnlyList<NftField> fields && ReadField(fields, left, right, op);
        }
    }

    private bool ReadField(IReadOnlyList<NftField> fields, JsonElement left, JsonElement right, string op)
    {
        NftField field = fields[0];
        bool isBits = fields.Count == 1 && field.Field is RuleField.ConntrackState or RuleField.ConntrackStatus or RuleField.TcpFlags;
        switch (op)
        {
            case "in" or "!" when isBits:
                return ReadBits(field.Field, right, op == "!");
            case "<" or ">" or "<=" or ">=" when fields.Count == 1 && NftRanges.Of(field, right, op) is string range:
                Add(field.Field, [range], negated: false);
                return true;
            case "==" or "!=" when right.ValueKind == JsonValueKind.String && right.GetString() is ['@', ..] name:
                if (field.Device is not null || field.Field == RuleField.ConntrackStatus)
                {
                    return false;
                }

                AddSet(fields, $"{NftText.Of(left)} {name}", name[1..], op == "!=");
                return true;
            // nft compares a status with the whole word, which the model can say only where it is not that word.
            case "==" when field.Field == RuleField.ConntrackStatus:
                return false;
            case "==" or "!=" when NftValues.Of(right, fields) is IReadOnlyList<string> values:
                AddKey(fields, field.Device is null ? values : [.. values, field.Device], op == "!=");
                return true;
            default:
                return false;
        }
    }

    // ct state established,related; tcp flags syn: any of the bits. "! syn": none of them.
    private bool ReadBits(RuleField field, JsonElement right, bool none)
    {
        if (field == RuleField.TcpFlags)
        {
            if (NftValues.Flags(right) is string flags)
            {
                Add(field, [$"{flags} none"], !none);
                return true;
            }

            return false;
        }

        List<string> words = [];
        foreach (JsonElement word in right.ValueKind == JsonValueKind.Array ? [.. right.EnumerateArray()] : new[] { right })
        {
            if (word.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            words.Add(word.GetString() ?? "");
        }

        // Of the bits of a state exactly one is set. Of a status several may be: a negated status has another meaning here.
        if (words.Count == 0 || (none && field == RuleField.ConntrackStatus))
        {
            return false;
        }

        Add(field, words, none);
        return true;
    }

    // meta mark & 0x2000 == 0x2000; tcp flags & (syn | ack) == syn; ct status & dnat == dnat; ip saddr & 255.0.0.255 == 10.0.0.1
    private bool ReadMasked(JsonElement parts, JsonElement right, string op)
    {
        if (parts.ValueKind != JsonValueKind.Array || parts.GetArrayLength() != 2 || op is not ("==" or "!=")
            || FieldUnderMask(parts[0]) is not NftField field)
        {
            return false;
        }

        bool negated = op == "!=";
        switch (field.Field)
        {
            case RuleField.Mark or RuleField.ConntrackMark when Json.Number(parts[1]) is long mask and >= 0 and <= uint.MaxValue
                && NftValues.Of(right, [field]) is IReadOnlyList<string> marks
                && !marks.Any(mark => mark.AsSpan().ContainsAny('-', '/')):
                Add(field.Field, [.. marks.Select(mark => $"{mark}/{NftValues.Hex((uint)mask)}")], negated);
                return true;
            case RuleField.SourceAddress or RuleField.DestinationAddress
                when parts[1].ValueKind == JsonValueKind.String && right.ValueKind == JsonValueKind.String:
                Add(field.Field, [$"{right.GetString()}/{parts[1].GetString()}"], negated);
                return true;
            case RuleField.ConntrackStatus when parts[1].ValueKind == JsonValueKind.String
                && right.ValueKind == JsonValueKind.String && parts[1].GetString() == right.GetString() && !negated:
                Add(field.Field, [right.GetString() ?? ""], negated: false);
                return true;
            case RuleField.ConntrackState or RuleField.ConntrackStatus when IsZero(right):
                return ReadBits(field.Field, Json.Member(parts[1], "|") ?? parts[1], !negated);
            case RuleField.TcpFlags when NftValues.Flags(parts[1]) is string looked:
                return ReadFlags(looked, right, negated);
            case RuleField.Fragment when IsZero(right) && parts[1].ValueKind == JsonValueKind.Number
                && parts[1].GetRawText() == "8191":
                Add(field.Field, ["1"], !negated);
                return true;
            default:
                return false;
        }
    }

    private NftField? FieldUnderMask(JsonElement left)
    {
        if (Json.Member(left, "payload") is JsonElement payload && Json.Text(payload, "field") == "frag-off"
            && Json.Text(payload, "protocol") == "ip")
        {
            return new NftField(RuleField.Fragment);
        }

        return _fields.One(left) is { Device: null } field ? field : null;
    }

    private bool ReadFlags(string mask, JsonElement right, bool negated)
    {
        JsonElement list = Json.Member(right, "set") ?? right;
        bool isSet = Json.Member(right, "set") is { ValueKind: JsonValueKind.Array };
        List<string> values = [];
        foreach (JsonElement one in isSet ? [.. list.EnumerateArray()] : new[] { list })
        {
            if (NftValues.Flags(NftValues.Unwrap(one)) is not string flags)
            {
                return false;
            }

            values.Add($"{mask} {flags}");
        }

        Add(RuleField.TcpFlags, values, negated);
        return values.Count > 0;
    }

    private bool ReadFragment(JsonElement right, string op)
    {
        if (op is not ("==" or "!=") || right.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return false;
        }

        Add(RuleField.Fragment, ["1"], (right.ValueKind == JsonValueKind.True) == (op == "!="));
        return true;
    }

    // fib saddr . iif oif missing: no way back by the interface it came in by. nft 1.1 calls the same thing "check".
    private bool ReadWayBack(JsonElement fib, JsonElement right, string op)
    {
        bool? exists = right.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when right.GetRawText() == "0" => false,
            JsonValueKind.String when right.GetString() == "0" => false,
            _ => null,
        };
        string flags = Json.Member(fib, "flags") is JsonElement list ? string.Join(',', NftText.All(list, NftStyle.Plain)) : "";
        string[]? options = flags switch
        {
            "saddr,iif" => [],
            "saddr" => ["loose"],
            "saddr,mark,iif" => ["mark"],
            "saddr,mark" => ["loose", "mark"],
            _ => null,
        };
        if (exists is null || options is null || op is not ("==" or "!="))
        {
            return false;
        }

        Add(RuleField.ReversePath, [exists.Value == (op == "==") ? "exists" : "missing", .. options], negated: false);
        return true;
    }

    private static bool IsZero(JsonElement element) => element.ValueKind == JsonValueKind.Number && element.GetRawText() == "0";
}
