namespace ContainerNet.Model.Yaml;

/// <summary>A key of a mapping with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="IsAlias">Was the value written as an alias, so that it stands elsewhere?</param>
/// <param name="End">The character behind the entry's last one in its own place: an alias ends behind its name.</param>
public sealed record YamlEntry(YamlScalar Key, YamlNode Value, bool IsAlias, int End)
{
    /// <summary>The key's text.</summary>
    public string Name => Key.Value;
}
