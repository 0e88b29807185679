namespace ContainerNet.Model.Yaml;

/// <summary>Where something stands in a YAML file.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Offset">The character of the text, from 0, for who edits it.</param>
public readonly record struct YamlPlace(string File, int Line, int Column, int Offset)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
