using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>An annotation.</summary>
/// <param name="Name">The whole name, with its prefix.</param>
/// <param name="Value">The value.</param>
/// <param name="Place">Where its name stands.</param>
public sealed record IngressAnnotation(string Name, string Value, YamlPlace Place)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Value}";
}
