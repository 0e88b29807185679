namespace ContainerNet.Model.Yaml;

/// <summary>Keys with values, in their order.</summary>
public sealed class YamlMapping : YamlNode
{
    /// <summary>The key that takes the entries of other mappings in.</summary>
    public const string MergeKey = "<<";

    private readonly Dictionary<string, YamlEntry> _byName;

    /// <summary>A mapping of these entries; those of mappings that a merge key names come after its own.</summary>
    public YamlMapping(IReadOnlyList<YamlEntry> written)
    {
        ArgumentNullException.ThrowIfNull(written);
        Written = written;
        List<YamlEntry> entries = [];
        _byName = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        foreach (YamlEntry entry in written)
        {
            if (!IsMerge(entry) && _byName.TryAdd(entry.Name, entry))
            {
                entries.Add(entry);
            }
        }

        // What is written in the mapping itself counts, and of the others the one that is named first.
        foreach (YamlEntry entry in written.Where(IsMerge).SelectMany(e => MergedBy(e.Value)).SelectMany(m => m.Entries))
        {
            if (_byName.TryAdd(entry.Name, entry))
            {
                entries.Add(entry);
            }
        }

        Entries = entries;
        Weight = 1 + entries.Sum(e => 1 + e.Value.Weight);
    }

    /// <summary>The entries with those of merge keys in them.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; }

    /// <summary>The entries as they were written, merge keys among them.</summary>
    public IReadOnlyList<YamlEntry> Written { get; }

    /// <summary>Was it written in braces?</summary>
    public bool IsFlow { get; init; }

    /// <inheritdoc/>
    public override long Weight { get; }

    /// <inheritdoc/>
    public override string Kind => "a mapping";

    /// <summary>The value of a key; null when there is no such key.</summary>
    public YamlNode? this[string name] => _byName.GetValueOrDefault(name)?.Value;

    /// <summary>The entry of a key; null when there is none.</summary>
    public YamlEntry? Entry(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Is it a merge key? In quotes it is an ordinary one.</summary>
    public static bool IsMerge(YamlEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Key is { Value: MergeKey, Style: YamlScalarStyle.Plain };
    }

    /// <summary>The mappings that the value of a merge key names.</summary>
    public static IEnumerable<YamlMapping> MergedBy(YamlNode value) => value switch
    {
        YamlMapping mapping => [mapping],
        YamlSequence sequence => sequence.Items.OfType<YamlMapping>(),
        _ => [],
    };
}
