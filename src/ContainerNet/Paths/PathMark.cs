namespace ContainerNet.Paths;

/// <summary>What makes a hop stand out among the others of its path.</summary>
public enum PathMark
{
    /// <summary>Nothing: the packet passed.</summary>
    None,

    /// <summary>It stopped the packet, or its answer.</summary>
    Broken,

    /// <summary>Nothing is known from here on, or no answer came from here.</summary>
    Doubtful,
}
