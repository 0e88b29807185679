using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Compose;

/// <summary>A file, folder or volume that a service sees.</summary>
/// <param name="HostPath">The file or folder of the host; null for a volume of the engine and for what has no file.</param>
/// <param name="Target">Where it is in the container.</param>
/// <param name="Source">Where it was written.</param>
public sealed record ComposeMount(string? HostPath, string Target, YamlPlace Source);
