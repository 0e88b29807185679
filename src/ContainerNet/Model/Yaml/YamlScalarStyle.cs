namespace ContainerNet.Model.Yaml;

/// <summary>How a scalar was written.</summary>
public enum YamlScalarStyle
{
    /// <summary>Without quotes: it may be a number, a truth value or null.</summary>
    Plain,

    /// <summary>In single quotes: a text.</summary>
    SingleQuoted,

    /// <summary>In double quotes: a text.</summary>
    DoubleQuoted,

    /// <summary>A block after a bar: a text with its line ends.</summary>
    Literal,

    /// <summary>A block after a greater-than sign: a text whose lines are joined.</summary>
    Folded,
}
