using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Compose;

/// <summary>A network that a service is attached to.</summary>
/// <param name="Network">The network's key in the project.</param>
/// <param name="Aliases">Further names that the service answers to there.</param>
/// <param name="Source">Where it stands; null for the default network that nobody names.</param>
public sealed record ComposeAttachment(string Network, IReadOnlyList<string> Aliases, YamlPlace? Source);
