using System.Globalization;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Ingresses;

/// <summary>Fields of resources, held to their kinds: what an API server would refuse is refused here too, with its place.</summary>
internal static class ManifestNode
{
    /// <summary>A text; null where it is missing.</summary>
    public static string? Text(this YamlMapping mapping, string name) => mapping[name] switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlScalar text => text.Value,
        YamlNode other => throw YamlText.Fault(other.Start, $"{name} is a text, and not {other.Kind}"),
    };

    /// <summary>A number; null where it is missing.</summary>
    public static int? Number(this YamlMapping mapping, string name) => mapping[name] switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlScalar text when int.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
        YamlNode other => throw YamlText.Fault(other.Start, $"{name} is a number, and not {other.Kind}"),
    };

    /// <summary>A truth value; null where it is missing.</summary>
    public static bool? Truth(this YamlMapping mapping, string name) => mapping[name] switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlScalar { Value: "true" } => true,
        YamlScalar { Value: "false" } => false,
        YamlNode other => throw YamlText.Fault(other.Start, $"{name} is true or false, and not {other.Kind}"),
    };

    /// <summary>A mapping; null where it is missing.</summary>
    public static YamlMapping? Map(this YamlMapping mapping, string name) => mapping[name] switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlMapping inner => inner,
        YamlNode other => throw YamlText.Fault(other.Start, $"{name} is a mapping, and not {other.Kind}"),
    };

    /// <summary>The mappings of a list; none where it is missing.</summary>
    public static IEnumerable<YamlMapping> Maps(this YamlMapping mapping, string name) => Items(mapping, name).Select(i => i as YamlMapping
        ?? throw YamlText.Fault(i.Start, $"{name} holds mappings, and not {i.Kind}"));

    /// <summary>The texts of a list; none where it is missing.</summary>
    public static IEnumerable<string> Texts(this YamlMapping mapping, string name) => Items(mapping, name).Select(i => (i as YamlScalar)?.Value
        ?? throw YamlText.Fault(i.Start, $"{name} holds texts, and not {i.Kind}"));

    /// <summary>The texts of a mapping, such as labels.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(this YamlMapping? mapping) =>
        (mapping?.Entries ?? []).Where(e => e.Value is YamlScalar { IsNull: false }).Select(e => new KeyValuePair<string, string>(e.Name, ((YamlScalar)e.Value).Value));

    /// <summary>When the cluster made a resource; null in a manifest.</summary>
    public static DateTimeOffset? CreatedAt(this YamlMapping resource) => DateTimeOffset.TryParse(
        resource.Map("metadata")?.Text("creationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset created) ? created : null;

    /// <summary>Where a key stands; the mapping itself where it has none.</summary>
    public static YamlPlace PlaceOf(this YamlMapping mapping, string name) => mapping.Entry(name)?.Key.Start ?? mapping.Start;

    private static IReadOnlyList<YamlNode> Items(YamlMapping mapping, string name) => mapping[name] switch
    {
        null or YamlScalar { IsNull: true } => [],
        YamlSequence list => list.Items,
        YamlNode other => throw YamlText.Fault(other.Start, $"{name} is a list, and not {other.Kind}"),
    };
}
