namespace ContainerNet.Model.Yaml;

/// <summary>A list of values.</summary>
public sealed class YamlSequence : YamlNode
{
    /// <summary>A list of these.</summary>
    public YamlSequence(IReadOnlyList<YamlNode> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Items = items;
        Weight = 1 + items.Sum(i => i.Weight);
    }

    /// <summary>The values.</summary>
    public IReadOnlyList<YamlNode> Items { get; }

    /// <summary>Was it written in brackets?</summary>
    public bool IsFlow { get; init; }

    /// <inheritdoc/>
    public override long Weight { get; }

    /// <inheritdoc/>
    public override string Kind => "a list";
}
