using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Compose;

/// <summary>A compose file as it was written, for who edits it.</summary>
/// <param name="File">The file.</param>
/// <param name="Text">Its text.</param>
/// <param name="Documents">What stands in it, before anything is filled in or merged.</param>
public sealed record ComposeSource(string File, string Text, IReadOnlyList<YamlNode> Documents);
