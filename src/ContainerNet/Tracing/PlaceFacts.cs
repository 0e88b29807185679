using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>A network namespace that is followed, and what is known of it.</summary>
internal sealed class PlaceFacts(string name, Snapshot facts, ChainNames names, PlaceLinks links)
{
    /// <summary>"host", or the container's name.</summary>
    public string Name => name;

    /// <summary>The host.</summary>
    public Snapshot Facts => facts;

    /// <summary>The chains that its events name.</summary>
    public ChainNames Names => names;

    /// <summary>Its interfaces; read again when one was added.</summary>
    public PlaceLinks Links { get; set; } = links;

    /// <summary>Its rules.</summary>
    public RuleBooks Books { get; } = new();
}
