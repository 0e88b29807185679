using ContainerNet.Model.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>The tags !reset and !override: what an earlier file said there is taken away, and with !reset nothing comes instead.</summary>
internal sealed class ResetTags
{
    private readonly List<string> _paths = [];

    /// <summary>The tree without what is reset; the places are remembered.</summary>
    public YamlNode Collect(YamlNode root) => Collect(root, "") ?? YamlTree.Null(root);

    /// <summary>An earlier tree without what this one resets or replaces.</summary>
    public YamlMapping Apply(YamlMapping tree) => _paths.Count == 0 ? tree : Apply(tree, "");

    private YamlNode? Collect(YamlNode node, string path)
    {
        switch (node.Tag)
        {
            case "!reset":
                _paths.Add(path);
                return null;
            case "!override":
                _paths.Add(path);
                return node;
        }

        return node switch
        {
            YamlMapping mapping => YamlTree.With(mapping, [.. mapping.Entries
                .Select(e => Collect(e.Value, $"{path}/{e.Name}") is { } value ? YamlTree.With(e, value) : null).OfType<YamlEntry>()]),
            YamlSequence sequence => YamlTree.With(sequence, [.. sequence.Items.Select((n, i) => Collect(n, $"{path}/{i}")).OfType<YamlNode>()]),
            _ => node,
        };
    }

    private YamlMapping Apply(YamlMapping mapping, string path) => YamlTree.With(mapping, [.. mapping.Entries
        .Where(e => !_paths.Contains($"{path}/{e.Name}"))
        .Select(e => e.Value is YamlMapping inner ? YamlTree.With(e, Apply(inner, $"{path}/{e.Name}")) : e)]);
}
