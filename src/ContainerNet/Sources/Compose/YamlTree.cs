using ContainerNet.Model.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Changed copies of trees. What is new takes the place of what it was made from.</summary>
internal static class YamlTree
{
    /// <summary>A mapping with other entries.</summary>
    public static YamlMapping With(YamlMapping mapping, IReadOnlyList<YamlEntry> entries) =>
        new(entries) { Start = mapping.Start, End = mapping.End, Anchor = mapping.Anchor, Tag = mapping.Tag, IsFlow = mapping.IsFlow };

    /// <summary>A list with other values.</summary>
    public static YamlSequence With(YamlSequence sequence, IReadOnlyList<YamlNode> items) =>
        new(items) { Start = sequence.Start, End = sequence.End, Anchor = sequence.Anchor, Tag = sequence.Tag, IsFlow = sequence.IsFlow };

    /// <summary>A text in the place of another node.</summary>
    public static YamlScalar Text(string value, YamlNode from) =>
        new() { Start = from.Start, End = from.End, Value = value, Style = YamlScalarStyle.DoubleQuoted };

    /// <summary>An empty value.</summary>
    public static YamlScalar Null(YamlNode from) => new() { Start = from.Start, End = from.End, Value = "" };

    /// <summary>An empty mapping.</summary>
    public static YamlMapping Empty(YamlPlace place) => new([]) { Start = place, End = place.Offset };

    /// <summary>An entry with another value.</summary>
    public static YamlEntry With(YamlEntry entry, YamlNode value) => entry with { Value = value };

    /// <summary>A mapping in which one key has another value; at its end when it had none.</summary>
    public static YamlMapping Set(YamlMapping mapping, string name, YamlNode value) => mapping.Entry(name) is null
        ? With(mapping, [.. mapping.Entries, new YamlEntry(Text(name, value), value, false, value.End)])
        : With(mapping, [.. mapping.Entries.Select(e => e.Name == name ? With(e, value) : e)]);

    /// <summary>A mapping without a key.</summary>
    public static YamlMapping Without(YamlMapping mapping, string name) =>
        mapping.Entry(name) is null ? mapping : With(mapping, [.. mapping.Entries.Where(e => e.Name != name)]);
}
