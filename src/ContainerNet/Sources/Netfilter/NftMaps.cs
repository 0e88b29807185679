using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads maps in rules: those that give a verdict, and those that give the address of a translation.</summary>
internal static class NftMaps
{
    /// <summary>KEY vmap { ... } or KEY vmap @NAME: the map, and a condition that the key is one of its keys.</summary>
    public static NftAction Verdict(JsonElement vmap, NftMatches matches)
    {
        if (Json.Member(vmap, "key") is not JsonElement key || Json.Member(vmap, "data") is not JsonElement data)
        {
            return new NftAction(RuleAction.Unknown, NftText.Raw(vmap));
        }

        string text = $"{NftText.Of(key)} vmap {NftText.MapData(vmap, NftStyle.Plain)}";
        if (Drawn(key) is int modulus)
        {
            return Of([new NftField(RuleField.Random)], data, modulus) is RuleMap drawn
                ? new NftAction(RuleAction.VerdictMap, Pairs(drawn), Map: drawn)
                : NotRead(text, matches);
        }

        if (matches.Key(key) is not IReadOnlyList<NftField> fields || fields[0].Device is not null
            || Of(fields, data, modulus: 0) is not RuleMap map)
        {
            return NotRead(text, matches);
        }

        if (map.Name is not null)
        {
            matches.AddSet(fields, $"{NftText.Of(key)} @{map.Name}", map.Name, negated: false);
        }
        else if (!map.Elements.Any(element => element.Key == "*"))
        {
            matches.AddKey(fields, [.. map.Elements.Select(element => element.Key)], negated: false);
        }

        return new NftAction(RuleAction.VerdictMap, Pairs(map), Map: map);
    }

    /// <summary>dnat, snat, masquerade, redirect.</summary>
    public static NftAction Translation(
        RuleAction action, JsonElement body, JsonElement statement, string family, NftMatches matches)
    {
        JsonElement? port = Json.Member(body, "port");
        if (port is JsonElement given && Json.Member(given, "map") is not null)
        {
            return NftActions.Unknown(statement, family);
        }

        if (Json.Member(body, "addr") is not JsonElement address || Json.Member(address, "map") is not JsonElement lookup)
        {
            string target = NftStatements.NatTarget(body);
            return target.Length == 0 && action is RuleAction.Dnat or RuleAction.Snat
                ? NftActions.Unknown(statement, family)
                : new NftAction(action, target.Length > 0 ? target : null);
        }

        return ReadMap(lookup, matches) is RuleMap map
            ? new NftAction(action, port is JsonElement own ? ":" + NftText.Of(own) : null, Map: map)
            : NftActions.Unknown(statement, family);
    }

    private static RuleMap? ReadMap(JsonElement lookup, NftMatches matches)
    {
        if (Json.Member(lookup, "key") is not JsonElement key || Json.Member(lookup, "data") is not JsonElement data)
        {
            return null;
        }

        return Drawn(key) is int modulus ? Of([new NftField(RuleField.Random)], data, modulus)
            : matches.Key(key) is IReadOnlyList<NftField> fields && fields[0].Device is null ? Of(fields, data, modulus: 0)
            : null;
    }

    // How many numbers there are, where the kernel draws one; null for any other key, and for numbers that do not begin at 0.
    private static int? Drawn(JsonElement key) => Json.Single(key, out string kind) is JsonElement body
        && kind is "numgen" or "jhash" or "symhash" && Json.Number(body, "offset") is null or 0
        && Json.Number(body, "mod") is long modulus and > 0 and <= int.MaxValue ? (int)modulus : null;

    private static RuleMap? Of(IReadOnlyList<NftField> fields, JsonElement data, int modulus)
    {
        RuleField[] key = NftMatches.Parts(fields);
        if (data.ValueKind == JsonValueKind.String && data.GetString() is ['@', ..] name)
        {
            return new RuleMap { Key = key, Name = name[1..], Modulus = modulus };
        }

        return Json.Member(data, "set") is { ValueKind: JsonValueKind.Array } elements
            && Entries(elements, fields) is IReadOnlyList<SetElement> entries
                ? new RuleMap { Key = key, Elements = entries, Modulus = modulus }
                : null;
    }

    private static SetElement[]? Entries(JsonElement elements, IReadOnlyList<NftField> fields)
    {
        SetElement[] entries = new SetElement[elements.GetArrayLength()];
        int at = 0;
        foreach (JsonElement element in elements.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != 2
                || NftValues.Key(element[0], fields) is not string key)
            {
                return null;
            }

            entries[at++] = new SetElement { Key = key, Value = NftStatements.VerdictText(element[1]) ?? NftText.Of(element[1]) };
        }

        return entries;
    }

    private static string? Pairs(RuleMap map) => map.Name is not null
        ? null
        : string.Join(", ", map.Elements.Select(element => $"{element.Key} : {element.Value}"));

    private static NftAction NotRead(string text, NftMatches matches)
    {
        matches.Add(RuleField.Unknown, [text], negated: false);
        return new NftAction(RuleAction.VerdictMap);
    }
}
