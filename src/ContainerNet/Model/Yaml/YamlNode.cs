namespace ContainerNet.Model.Yaml;

/// <summary>A value of a YAML document: a mapping, a sequence or a scalar. Aliases stand for the very node that they name, so that nodes
/// may be met more than once.</summary>
public abstract class YamlNode
{
    /// <summary>Where it begins, after its anchor and tag.</summary>
    public required YamlPlace Start { get; init; }

    /// <summary>The character behind its last one, comments and blank lines that follow it left out.</summary>
    public required int End { get; init; }

    /// <summary>The tag that was written, such as !reset; "" without one.</summary>
    public string Tag { get; init; } = "";

    /// <summary>The anchor that was written; "" without one.</summary>
    public string Anchor { get; init; } = "";

    /// <summary>How many nodes it holds when every alias is written out, itself among them: what a reader who follows them has to do.</summary>
    public abstract long Weight { get; }

    /// <summary>A word for what it is, for messages.</summary>
    public abstract string Kind { get; }
}
