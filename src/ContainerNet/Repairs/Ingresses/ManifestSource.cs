using ContainerNet.Model.Yaml;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>The text of a manifest with its documents, for who edits it.</summary>
/// <param name="File">What places call it.</param>
/// <param name="Text">The text.</param>
/// <param name="Documents">Its documents.</param>
public sealed record ManifestSource(string File, string Text, IReadOnlyList<YamlNode> Documents)
{
    /// <summary>The resource that begins at a place; null where none does. Lists are looked into.</summary>
    public YamlMapping? Resource(YamlPlace place) => Documents.OfType<YamlMapping>().Select(d => Find(d, place.Offset, 8)).FirstOrDefault(r => r is not null);

    private static YamlMapping? Find(YamlMapping resource, int offset, int depth) => resource.Start.Offset == offset && resource["items"] is null ? resource
        : depth == 0 ? null
        : (resource["items"] as YamlSequence)?.Items.OfType<YamlMapping>().Select(i => Find(i, offset, depth - 1)).FirstOrDefault(r => r is not null);
}
