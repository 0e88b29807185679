using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Repairs.HostNetwork;

/// <summary>What a conversion gathers on its way.</summary>
internal sealed class Conversion(ComposeProject project)
{
    /// <summary>The project.</summary>
    public ComposeProject Project { get; } = project;

    /// <summary>The services that move.</summary>
    public List<Move> Moves { get; } = [];

    /// <summary>The edits.</summary>
    public List<TextEdit> Edits { get; } = [];

    /// <summary>Why it cannot be done.</summary>
    public List<HostNetworkNote> Obstacles { get; } = [];

    /// <summary>What else is to be said.</summary>
    public List<HostNetworkNote> Notes { get; } = [];

    /// <summary>The file and line of a place.</summary>
    public static string At(YamlPlace place) => $"{place.File}:{place.Line}";

    /// <summary>Says why a service cannot be converted.</summary>
    public void Refuse(string service, string source, string reason) =>
        Obstacles.Add(new HostNetworkNote(service, source, $"{service} cannot be converted, because {reason}"));

    /// <summary>Says something else of a service.</summary>
    public void Note(string service, string source, string text) => Notes.Add(new HostNetworkNote(service, source, text));
}
