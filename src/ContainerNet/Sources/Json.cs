using System.Text.Json;

namespace ContainerNet.Sources;

/// <summary>Looks into JSON that others wrote: whatever shape it has, nothing is thrown.</summary>
internal static class Json
{
    /// <summary>The value of an object with exactly one member, and that member's name.</summary>
    public static JsonElement? Single(JsonElement element, out string name)
    {
        name = "";
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        JsonElement? value = null;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (value is not null)
            {
                return null;
            }

            name = member.Name;
            value = member.Value;
        }

        return value;
    }

    /// <summary>A member of an object, or null.</summary>
    public static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : null;

    /// <summary>A member that is a string, or null.</summary>
    public static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    /// <summary>A member that is a whole number, or null.</summary>
    public static long? Number(JsonElement element, string name) =>
        Member(element, name) is JsonElement member ? Number(member) : null;

    /// <summary>A whole number, or null.</summary>
    public static long? Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long number) ? number : null;
}
