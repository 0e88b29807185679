using ContainerNet.Hosting;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Sources.Yaml;

/// <summary>Reads YAML. The core has no parser of its own for it: who needs one brings it along, so that the core stays free of packages.</summary>
public interface IYamlReader
{
    /// <summary>Reads a text, which may hold several documents; an empty one is left out.</summary>
    /// <param name="file">What messages and places call it.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ContainerNetException">ConfigUnreadable, with file, line and column in the message.</exception>
    IReadOnlyList<YamlNode> Read(string file, string text);
}
