using System.Text.Json;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads the members of nft sets and maps.</summary>
internal static class NftSets
{
    // A block list may have a hundred thousand addresses; copied into every rule they would fill the memory.
    private const int MostMembers = 512;

    /// <summary>A {"set": ...} or {"map": ...} object of the listing.</summary>
    public static NftSet OfObject(JsonElement set)
    {
        // Packets add and time removes members of a dynamic set: what was read is true of that moment only.
        bool changes = Json.Member(set, "flags") is { ValueKind: JsonValueKind.Array } flags
            && flags.EnumerateArray().Any(flag => flag.ValueKind == JsonValueKind.String && flag.GetString() is "dynamic" or "timeout");
        return changes ? new NftSet(Members: null, [])
            : Json.Member(set, "elem") is JsonElement elements ? Read(elements)
            : new NftSet([], []);
    }

    /// <summary>A list of members, or of pairs of a member and its verdict.</summary>
    public static NftSet Read(JsonElement elements)
    {
        if (elements.ValueKind != JsonValueKind.Array || elements.GetArrayLength() > MostMembers)
        {
            return new NftSet(Members: null, []);
        }

        List<string> members = [];
        List<string> verdicts = [];
        foreach (JsonElement element in elements.EnumerateArray())
        {
            JsonElement key = element;
            if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2)
            {
                key = element[0];
                verdicts.Add(NftStatements.VerdictText(element[1]) ?? NftText.Of(element[1]));
            }

            if (Json.Member(key, "elem") is JsonElement wrapped && Json.Member(wrapped, "val") is JsonElement value)
            {
                key = value;
            }

            members.Add(NftText.Of(key));
        }

        return new NftSet(members, verdicts);
    }
}
