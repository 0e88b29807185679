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

    /// <summary>Its interfaces.</summary>
    public PlaceLinks Links => links;

    /// <summary>What its tables of iptables-legacy tell; null when it has none, or they could not be followed.</summary>
    public LegacyLog? Legacy { get; set; }

    /// <summary>True when it has tables of iptables-legacy with rules that could not be followed.</summary>
    public bool HasUnseenLegacy { get; set; }

    /// <summary>Its rules.</summary>
    public RuleBooks Books { get; } = new();
}
