using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>Something that an API server would refuse, or that was read otherwise than it was written.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">What is wrong.</param>
public sealed record ManifestProblem(YamlPlace Place, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Text}";
}
